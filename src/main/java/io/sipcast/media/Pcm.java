package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * 16-bit samples and the span of stream time that they cover. Two channels are kept as their
 * middle, (left + right) / 2, which is all that most readers want, and their side, (left - right) /
 * 2.
 *
 * <p>Blocks of one timeline follow each other without a hole: each starts where the one before it
 * ends. The span is measured on the gateway's clock, so a sender whose clock drifts has blocks that
 * last a little more or less than {@code samples / rate}; whoever resamples makes that good.
 *
 * <p>A class, not a record: the array is handed on and never copied on the packet path, so equality
 * by component would be a lie. Whoever passes a Pcm on writes to its samples no more.
 */
public final class Pcm {
    private final long startNanos;
    private final long endNanos;
    private final int sampleRateHz;
    private final short[] samples;
    private final short @Nullable [] side;
    private final byte @Nullable [] packet;

    /** One channel, as the one with the side. */
    public Pcm(long startNanos, long endNanos, int sampleRateHz, short[] samples) {
        this(startNanos, endNanos, sampleRateHz, samples, null);
    }

    /** Of no packet, as the one with it. */
    public Pcm(
            long startNanos,
            long endNanos,
            int sampleRateHz,
            short[] samples,
            short @Nullable [] side) {
        this(startNanos, endNanos, sampleRateHz, samples, side, null);
    }

    /**
     * @param startNanos stream time of the first sample
     * @param endNanos stream time just after the last one, so the start of the next block
     * @param side as many samples; null for one channel
     * @param packet see {@link #packet}
     */
    public Pcm(
            long startNanos,
            long endNanos,
            int sampleRateHz,
            short[] samples,
            short @Nullable [] side,
            byte @Nullable [] packet) {
        if (side != null && side.length != samples.length) {
            throw new IllegalArgumentException(
                    samples.length + " samples, " + side.length + " of the side");
        }
        if (endNanos <= startNanos || samples.length == 0) {
            throw new IllegalArgumentException(
                    samples.length + " samples from " + startNanos + " to " + endNanos + " ns");
        }
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.sampleRateHz = sampleRateHz;
        this.samples = samples;
        this.side = side;
        this.packet = packet;
    }

    public long startNanos() {
        return startNanos;
    }

    public long endNanos() {
        return endNanos;
    }

    /** The nominal rate, as the codec has it. */
    public int sampleRateHz() {
        return sampleRateHz;
    }

    /** The samples themselves, not a copy: the one channel, or the middle of two. */
    public short[] samples() {
        return samples;
    }

    /** Half of left less right, not a copy; null for one channel. */
    public short @Nullable [] side() {
        return side;
    }

    /**
     * The Opus packet that these samples are the whole of, not a copy; null where they are not, or
     * where nobody asked for it.
     */
    public byte @Nullable [] packet() {
        return packet;
    }

    /** A part of the samples, as they are. */
    static float[] floats(short[] samples, int offset, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = samples[offset + i];
        }
        return floats;
    }
}
