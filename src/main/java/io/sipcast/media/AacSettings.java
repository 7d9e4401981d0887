package io.sipcast.media;

/**
 * What an AAC-LC track is encoded with. Two renditions with equal settings are one.
 *
 * @param sampleRateHz of the samples given and of the stream: one of ISO/IEC 14496-3 table 1.18
 * @param channels 1 or 2
 * @param bitrateBps the average aimed at; speech takes less
 * @param bandwidthHz the highest frequency that the source can hold (half its own sample rate), so
 *     that no bits and no time go to bands that are empty; 0 lets the encoder choose by bit rate
 */
public record AacSettings(
        int sampleRateHz, int channels, int bitrateBps, Coder coder, int bandwidthHz) {
    /** How the encoder looks for its quantisers. */
    public enum Coder {
        /** Ours for sound of up to 8 kHz, {@link #FAST} for all other. */
        AUTO,
        /** FFmpeg's, with fixed steps; four to five times the speed of twoloop. */
        FAST,
        /** FFmpeg's, with two nested searches: better at the same bit rate. */
        TWOLOOP
    }

    /** One channel. */
    public AacSettings(int sampleRateHz, int bitrateBps, Coder coder, int bandwidthHz) {
        this(sampleRateHz, 1, bitrateBps, coder, bandwidthHz);
    }

    public AacSettings {
        if (sampleRateHz <= 0
                || channels < 1
                || channels > 2
                || bitrateBps <= 0
                || bandwidthHz < 0) {
            throw new IllegalArgumentException(
                    "AAC: "
                            + sampleRateHz
                            + " Hz, "
                            + channels
                            + " channels, "
                            + bitrateBps
                            + " bit/s, up to "
                            + bandwidthHz
                            + " Hz");
        }
    }
}
