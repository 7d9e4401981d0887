package io.sipcast.live;

import io.sipcast.media.AacSettings.Coder;

/**
 * What an AAC rendition is keyed by.
 *
 * @param channels 1 or 2, whatever the source has
 * @param bitrateBps in bit/s
 */
public record AacSpec(int sampleRateHz, int channels, int bitrateBps, Coder coder)
        implements SoundSpec {
    /** One channel. */
    public AacSpec(int sampleRateHz, int bitrateBps, Coder coder) {
        this(sampleRateHz, 1, bitrateBps, coder);
    }
}
