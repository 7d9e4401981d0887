package io.sipcast.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the blocks of one timeline into samples of another rate that follow stream time: output
 * sample {@code n} is the sound at {@code n / rate} seconds, whatever the drift of the sender. The
 * spans of the blocks carry that drift, so the number of samples out follows the clock and not the
 * number of samples in; where the drift changes, only the slope changes, and nothing clicks.
 *
 * <p>Output lags behind input by half a filter: 2.4 ms from 8 kHz. Owned by one thread.
 */
public final class Resampler {
    private static final double NANOS = 1e9;
    private static final long NONE = Long.MIN_VALUE;

    private final int inRateHz;
    private final double outNanos;
    private final PolyphaseFilter filter;
    private final int half;

    /** Puts samples in between first, where the rate at least doubles. */
    private final @Nullable Doubler doubler;

    private final int factor;
    private final double lagSamples;

    /** The last {@code taps} samples of what came before, then the block at work. */
    private float[] line;

    private long position;
    private long expectedNanos = NONE;
    private double fromNanos;

    /** A resampler between two rates in hertz. */
    public Resampler(int inRateHz, int outRateHz) {
        if (inRateHz < 1 || outRateHz < 1) {
            throw new IllegalArgumentException(inRateHz + " Hz to " + outRateHz + " Hz");
        }
        this.inRateHz = inRateHz;
        this.outNanos = NANOS / outRateHz;
        boolean doubles = outRateHz >= 2 * inRateHz;
        this.doubler = doubles ? new Doubler() : null;
        this.factor = doubles ? 2 : 1;
        this.filter =
                doubles
                        ? PolyphaseFilter.ofDoubled()
                        : PolyphaseFilter.between(inRateHz, outRateHz);
        this.half = filter.taps() / 2;
        this.lagSamples = (double) half / factor + (doubles ? Doubler.LAG : 0);
        this.line = new float[filter.taps()];
    }

    /** How many samples {@link #process} may write for this block. */
    public int maxSamples(Pcm block) {
        return (int) ((block.endNanos() - block.startNanos()) / outNanos) + half + 2;
    }

    /**
     * The number of the next output sample: its stream time is {@code position / rate} seconds.
     * Continuous, except where the blocks themselves were not.
     */
    public long position() {
        return position;
    }

    /**
     * Takes the next block and writes the samples that it completes to the start of {@code out}.
     *
     * @param out room for {@link #maxSamples}
     * @return how many were written
     */
    public int process(Pcm block, short[] out) {
        if (block.sampleRateHz() != inRateHz) {
            throw new IllegalArgumentException(
                    "block of " + block.sampleRateHz() + " Hz, not " + inRateHz);
        }
        if (block.startNanos() != expectedNanos) {
            restart(block);
        }
        expectedNanos = block.endNanos();
        short[] samples = block.samples();
        append(samples);

        double blockNanos = block.endNanos() - block.startNanos();
        double untilNanos = block.endNanos() - lagSamples * blockNanos / samples.length;
        int written = write(factor * samples.length, untilNanos, out);
        fromNanos = untilNanos;
        System.arraycopy(line, factor * samples.length, line, 0, 2 * half);
        return written;
    }

    /** Begins with silence before the block. Numbers of samples never go back. */
    private void restart(Pcm block) {
        Arrays.fill(line, 0);
        if (doubler != null) {
            doubler.clear();
        }
        double sampleNanos =
                (double) (block.endNanos() - block.startNanos()) / block.samples().length;
        fromNanos = block.startNanos() - lagSamples * sampleNanos;
        position = Math.max(position, (long) Math.ceil(block.startNanos() / outNanos));
    }

    private void append(short[] samples) {
        int before = 2 * half;
        int size = before + factor * samples.length;
        if (line.length < size) {
            line = Arrays.copyOf(line, size);
        }
        if (doubler != null) {
            doubler.process(samples, line, before);
            return;
        }
        for (int i = 0; i < samples.length; i++) {
            line[before + i] = samples[i];
        }
    }

    /** Stream time runs from {@link #fromNanos} to {@code untilNanos} over so many samples. */
    private int write(int count, double untilNanos, short[] out) {
        double perNano = count / (untilNanos - fromNanos);
        double step = outNanos * perNano;
        double at = half + (position * outNanos - fromNanos) * perNano;
        int written = 0;
        while (at < half + count && position * outNanos < untilNanos) {
            out[written++] = clip(filter.at(line, at));
            position++;
            at += step;
        }
        return written;
    }

    private static short clip(float value) {
        float rounded = value + (value < 0 ? -0.5f : 0.5f);
        return (short) Math.clamp((int) rounded, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
