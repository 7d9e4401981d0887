package io.sipcast.call;

import java.time.Duration;

/**
 * How keys are pressed.
 *
 * @param delay from the answer to the first: the callee must hear us before
 * @param duration of each
 * @param pause from one to the next
 */
public record DtmfTiming(Duration delay, Duration duration, Duration pause) {}
