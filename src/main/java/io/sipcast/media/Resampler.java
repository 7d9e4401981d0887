package io.sipcast.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the blocks of one timeline into samples of another rate that follow stream time: output
 * sample {@code n} is the sound at {@code n / rate} seconds, whatever the drift of the sender. The
 * spans of the blocks carry that drift, so the number of samples out follows the clock and not the
 * number of samples in; where the drift changes, only the slope changes, and nothing clicks.
 *
 * <p>Output lags behind input by half a filter: 2.4 ms from 8 kHz, or 0.5 ms for who looks at the
 * low frequencies alone. Owned by one thread.
 */
public final class Resampler {
    private static final double NANOS = 1e9;
    private static final long NONE = Long.MIN_VALUE;

    /** Samples of the input that are guessed: a quarter of a millisecond from 8 kHz. */
    private static final int GUESSED = 2;

    private final int inRateHz;
    private final double outNanos;
    private final double offset;
    private final PolyphaseFilter filter;
    private final @Nullable EvenSteps even;
    private final int half;

    private final boolean doubles;
    private final int factor;
    private final double lagSamples;

    private final Line middle;

    /** Once there was one. */
    private @Nullable Line side;

    private long position;
    private long expectedNanos = NONE;
    private double fromNanos;
    private double perNano;

    /** Before they are rounded; while nobody wants that, none. */
    private float[] exact = new float[0];

    /** A resampler between two rates in hertz. */
    public Resampler(int inRateHz, int outRateHz) {
        this(inRateHz, outRateHz, Sampling.ALL);
    }

    /**
     * A resampler for somebody who takes only some samples of a stream.
     *
     * @param streamRateHz that of the stream
     */
    public Resampler(int inRateHz, int streamRateHz, Sampling wanted) {
        int outRateHz = streamRateHz / wanted.factor();
        if (inRateHz < 1 || outRateHz < 1) {
            throw new IllegalArgumentException(inRateHz + " Hz to " + outRateHz + " Hz");
        }
        this.inRateHz = inRateHz;
        this.outNanos = NANOS * wanted.factor() / streamRateHz;
        this.offset = wanted.offset() / wanted.factor();
        PolyphaseFilter gentle = PolyphaseFilter.below(wanted.bandwidthHz(), inRateHz, outRateHz);
        this.doubles = gentle == null && outRateHz >= 2 * inRateHz;
        this.factor = doubles ? 2 : 1;
        if (gentle != null) {
            this.filter = gentle;
        } else {
            this.filter =
                    doubles
                            ? PolyphaseFilter.ofDoubled()
                            : PolyphaseFilter.between(inRateHz, outRateHz);
        }
        this.half = filter.taps() / 2;
        int lineRateHz = doubles ? 2 * inRateHz : inRateHz;
        this.even =
                outRateHz % lineRateHz == 0 ? new EvenSteps(filter, outRateHz / lineRateHz) : null;
        this.lagSamples = (double) half / factor + (doubles ? Doubler.LAG : 0);
        this.middle = new Line();
    }

    /** How many samples {@link #process} may write for this block. */
    public int maxSamples(Pcm block) {
        return (int) ((block.endNanos() - block.startNanos()) / outNanos) + half + 2;
    }

    /**
     * The number of the next output sample: its stream time is {@code position / rate} seconds, or
     * as much later as {@link Sampling} says. Continuous, except where the blocks themselves were
     * not.
     */
    public long position() {
        return position;
    }

    /**
     * Takes the next block and writes the samples that it completes to the start of {@code out}:
     * the one channel, or the middle of two; rounded.
     *
     * @param out room for {@link #maxSamples}
     * @return how many were written
     */
    public int process(Pcm block, short[] out) {
        int room = maxSamples(block);
        if (exact.length < room) {
            exact = new float[room];
        }
        int count = process(block, exact, null);
        for (int i = 0; i < count; i++) {
            out[i] = (short) Math.round(exact[i]);
        }
        return count;
    }

    /**
     * The same, not rounded, and with the side as well, nought where there is one channel.
     *
     * @param sideOut as much room as in {@code out}; null: nobody wants it
     */
    public int process(Pcm block, float[] out, float @Nullable [] sideOut) {
        if (block.sampleRateHz() != inRateHz) {
            throw new IllegalArgumentException(
                    "block of " + block.sampleRateHz() + " Hz, not " + inRateHz);
        }
        if (block.startNanos() != expectedNanos) {
            restart(block);
        }
        expectedNanos = block.endNanos();
        int count = block.samples().length;
        middle.append(block.samples(), count);
        Line difference = sideOut == null ? null : side(block);
        if (difference != null) {
            difference.append(block.side(), count);
        }

        double blockNanos = block.endNanos() - block.startNanos();
        double untilNanos = block.endNanos() - lagSamples * blockNanos / count;
        perNano = factor * count / (untilNanos - fromNanos);
        int written = write(factor * count, untilNanos, out, difference, sideOut);
        fromNanos = untilNanos;
        middle.keep(count);
        if (difference != null) {
            difference.keep(count);
        }
        return written;
    }

    /**
     * Guesses samples that lag behind, of the one channel or the middle of two, and up to two that
     * have not come: as if sound went on as it was, turned round. The next block brings what they
     * really are.
     *
     * @param out takes them from 0 on
     * @return whether so many can be guessed, and the filter is one that guessing pays for
     */
    public boolean guess(float[] out, int count) {
        double step = outNanos * perNano;
        double at = half + (nanos(position) - fromNanos) * perNano;
        if (doubles || perNano == 0 || at + (count - 1) * step >= 2 * half + GUESSED) {
            return false;
        }
        middle.turnRound();
        fill(middle.samples, at, step, count, out);
        return true;
    }

    private @Nullable Line side(Pcm block) {
        if (side == null && block.side() != null) {
            side = new Line();
        }
        return side;
    }

    /** Begins with silence before the block. Numbers of samples never go back. */
    private void restart(Pcm block) {
        middle.clear();
        if (side != null) {
            side.clear();
        }
        double sampleNanos =
                (double) (block.endNanos() - block.startNanos()) / block.samples().length;
        fromNanos = block.startNanos() - lagSamples * sampleNanos;
        long first = (long) Math.ceil(block.startNanos() / outNanos - offset);
        position = Math.max(position, first);
    }

    private double nanos(long position) {
        return (position + offset) * outNanos;
    }

    /** Stream time runs from {@link #fromNanos} to {@code untilNanos} over so many samples. */
    private int write(
            int count,
            double untilNanos,
            float[] out,
            @Nullable Line difference,
            float @Nullable [] sideOut) {
        double step = outNanos * perNano;
        double at = half + (nanos(position) - fromNanos) * perNano;
        int written = 0;
        double next = at;
        while (next < half + count && nanos(position + written) < untilNanos) {
            written++;
            next += step;
        }
        position += written;
        fill(middle.samples, at, step, written, out);
        if (sideOut != null && difference != null) {
            fill(difference.samples, at, step, written, sideOut);
        } else if (sideOut != null) {
            Arrays.fill(sideOut, 0, written, 0);
        }
        return written;
    }

    private void fill(float[] line, double first, double step, int count, float[] out) {
        if (even != null) {
            even.write(line, first, step, count, out);
            return;
        }
        double at = first;
        for (int i = 0; i < count; i++) {
            float value = filter.at(line, at);
            out[i] = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
            at += step;
        }
    }

    /** One channel on its way through the filter. */
    private final class Line {
        /** The last {@code taps} samples of what came before, then the block at work. */
        private float[] samples = new float[2 * filter.taps()];

        /** Puts samples in between first, where the rate at least doubles. */
        private final @Nullable Doubler doubler = doubles ? new Doubler() : null;

        private short[] silence = new short[0];

        /** A block; null for a silent one. */
        void append(short @Nullable [] block, int count) {
            int before = 2 * half;
            int room = before + factor * count + 1; // rounding may reach for one with no weight
            if (samples.length < room) {
                samples = Arrays.copyOf(samples, room);
            }
            short[] from = block == null ? silence(count) : block;
            if (doubler != null) {
                doubler.process(from, samples, before);
                return;
            }
            for (int i = 0; i < count; i++) {
                samples[before + i] = from[i];
            }
        }

        private short[] silence(int count) {
            if (silence.length != count) {
                silence = new short[count];
            }
            return silence;
        }

        /** Lets the last sample be a point about which all is symmetric. */
        void turnRound() {
            int last = 2 * half - 1;
            for (int i = 1; i <= half + 1 + GUESSED; i++) {
                samples[last + i] = 2 * samples[last] - samples[last - i];
            }
        }

        /** The end of a block of so many samples is the past of the next one. */
        void keep(int count) {
            System.arraycopy(samples, factor * count, samples, 0, 2 * half);
        }

        void clear() {
            Arrays.fill(samples, 0);
            if (doubler != null) {
                doubler.clear();
            }
        }
    }
}
