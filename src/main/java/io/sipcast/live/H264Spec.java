package io.sipcast.live;

import java.time.Duration;

/**
 * What a rendition of pictures in H.264 is keyed by.
 *
 * @param width in luma samples, even; 0: as the source has it, whatever that comes to be
 * @param height likewise
 * @param bitrateBps the average aimed at; 0: what suits size and rate
 * @param keyFrameInterval a key frame comes at least so often
 */
public record H264Spec(int width, int height, int bitrateBps, Duration keyFrameInterval) {
    /** Talking heads at 640x360 and 25/s get 460 kbit/s, at 1280x720 1.8 Mbit/s. */
    private static final double BITS_PER_SAMPLE = 0.08;

    private static final int LEAST_BPS = 150_000;
    private static final int MOST_BPS = 8_000_000;

    public H264Spec {
        if (width < 0 || height < 0 || (width == 0) != (height == 0) || bitrateBps < 0) {
            throw new IllegalArgumentException(
                    "H.264 of " + width + "x" + height + " at " + bitrateBps + " bit/s");
        }
        if (width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("an odd size: " + width + "x" + height);
        }
    }

    /** Whether all pictures have one size, bars at their sides where the source's shape differs. */
    public boolean isFixed() {
        return width > 0;
    }

    /** The bit rate for pictures of this size. */
    public int bitrateFor(int sourceWidth, int sourceHeight, double picturesPerSecond) {
        if (bitrateBps > 0) {
            return bitrateBps;
        }
        double bits = BITS_PER_SAMPLE * sourceWidth * sourceHeight * picturesPerSecond;
        return (int) Math.clamp(bits, LEAST_BPS, MOST_BPS);
    }
}
