package io.sipcast.live;

import io.sipcast.media.AacSettings.Coder;

/**
 * What an AAC rendition is keyed by.
 *
 * @param bitrateBps in bit/s
 */
public record AacSpec(int sampleRateHz, int bitrateBps, Coder coder) {}
