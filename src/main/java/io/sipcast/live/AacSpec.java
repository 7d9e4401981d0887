package io.sipcast.live;

/**
 * What an AAC rendition is keyed by.
 *
 * @param bitrate in bit/s
 * @param coder the quantiser search: fast, twoloop or anmr, as FFmpeg names them
 */
public record AacSpec(int sampleRateHz, int bitrate, String coder) {}
