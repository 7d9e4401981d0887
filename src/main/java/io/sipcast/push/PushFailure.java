package io.sipcast.push;

import io.sipcast.rtmp.RtmpFailure;

/** One failed attempt, or one publish that broke off, at a time of the monotonic clock. */
public record PushFailure(long atNanos, RtmpFailure why) {}
