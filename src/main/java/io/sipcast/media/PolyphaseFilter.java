package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * A windowed-sinc low pass, cut into phases: one row of taps for each of 2048 places between two
 * input samples. The nearest place is taken, which keeps the error 68 dB below a tone at 0.43 of
 * the input's rate. Immutable; rows of the usual filters are shared by all calls.
 */
final class PolyphaseFilter {
    static final int PHASES = 2048;

    private static final int BASE_TAPS = 32;
    private static final int OVERSAMPLED_TAPS = 12;
    private static final int SHORTEST = 8;

    /** Kaiser's window for a stop band of 70 dB; with 32 taps the pass band ends at 0.43. */
    private static final double BETA = 6.76;

    private final int taps;
    private final float[] rows;

    private PolyphaseFilter(int taps, double cutoff) {
        this.taps = taps;
        this.rows = new float[(PHASES + 1) * taps];
        for (int phase = 0; phase <= PHASES; phase++) {
            fillRow(phase, cutoff);
        }
    }

    /** The rate rises or stays: then one filter fits all, as its cutoff is the input's. */
    private static final class Rising {
        static final PolyphaseFilter FILTER = new PolyphaseFilter(BASE_TAPS, 0.5);
    }

    /** The input has twice the rate that it needs: there is room for a gentle slope. */
    private static final class Oversampled {
        static final PolyphaseFilter FILTER = new PolyphaseFilter(OVERSAMPLED_TAPS, 0.5);
    }

    /** Passes all up to 0.46 and stops what the input's rate and more is. */
    private static final class Gentle {
        static final double STOP = 1;
        static final PolyphaseFilter FILTER = new PolyphaseFilter(SHORTEST, STOP - 0.27);
    }

    /** The same, and stops a little earlier: for 11 025 from 8000 Hz. */
    private static final class LessGentle {
        static final double STOP = 0.87;
        static final PolyphaseFilter FILTER = new PolyphaseFilter(OVERSAMPLED_TAPS, STOP - 0.18);
    }

    static PolyphaseFilter between(int inRateHz, int outRateHz) {
        if (outRateHz >= inRateHz) {
            return Rising.FILTER;
        }
        int factor = (inRateHz + outRateHz - 1) / outRateHz;
        return new PolyphaseFilter(BASE_TAPS * factor, 0.5 * outRateHz / inRateHz);
    }

    /**
     * For who looks at low frequencies alone, while others come out as they like.
     *
     * @param bandwidthHz up to where he looks: no further than the input has sound, else he saw the
     *     images of it; 0: everywhere
     * @return null: he does, or the output has too few samples for that
     */
    static @Nullable PolyphaseFilter below(int bandwidthHz, int inRateHz, int outRateHz) {
        if (bandwidthHz <= 0 || 2 * bandwidthHz > inRateHz) {
            return null;
        }
        double stop = (double) (outRateHz - bandwidthHz) / inRateHz; // from there on images return
        if (stop >= Gentle.STOP) {
            return Gentle.FILTER;
        }
        return stop >= LessGentle.STOP ? LessGentle.FILTER : null;
    }

    /** For what comes from a {@link Doubler}, to any rate that is not lower. */
    static PolyphaseFilter ofDoubled() {
        return Oversampled.FILTER;
    }

    int taps() {
        return taps;
    }

    /**
     * The value at {@code position}; samples from taps/2 - 1 before it to taps/2 after it are used.
     */
    float at(float[] samples, double position) {
        int whole = (int) position;
        int phase = (int) ((position - whole) * PHASES + 0.5);
        return switch (taps) {
            case SHORTEST -> eight(samples, whole - (SHORTEST / 2 - 1), phase * SHORTEST);
            case OVERSAMPLED_TAPS ->
                    twelve(samples, whole - (OVERSAMPLED_TAPS / 2 - 1), phase * OVERSAMPLED_TAPS);
            default -> any(samples, whole - (taps / 2 - 1), phase * taps);
        };
    }

    /**
     * The taps for a place between two samples, between those that are kept.
     *
     * @param fraction from 0 to 1; a little beyond, taps of the nearest end go on in a straight
     *     line
     */
    void row(double fraction, float[] to) {
        double place = fraction * PHASES;
        int phase = Math.clamp((int) place, 0, PHASES - 1);
        float beyond = (float) (place - phase);
        int row = phase * taps;
        for (int i = 0; i < taps; i++) {
            to[i] = rows[row + i] + beyond * (rows[row + taps + i] - rows[row + i]);
        }
    }

    private float any(float[] x, int from, int row) {
        float[] h = rows;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < taps; i += 4) { // four sums: no addition waits for the one before
            a += x[from + i] * h[row + i];
            b += x[from + i + 1] * h[row + i + 1];
            c += x[from + i + 2] * h[row + i + 2];
            d += x[from + i + 3] * h[row + i + 3];
        }
        return (a + b) + (c + d);
    }

    /** Written out: the way of telephone sound to an encoder of ours. */
    private float eight(float[] x, int i, int r) {
        float[] h = rows;
        float a = x[i] * h[r] + x[i + 1] * h[r + 1] + x[i + 2] * h[r + 2] + x[i + 3] * h[r + 3];
        float b =
                x[i + 4] * h[r + 4]
                        + x[i + 5] * h[r + 5]
                        + x[i + 6] * h[r + 6]
                        + x[i + 7] * h[r + 7];
        return a + b;
    }

    /** Written out: the way from telephone sound to any stream, 48 000 times a second. */
    private float twelve(float[] x, int i, int r) {
        float[] h = rows;
        float c =
                x[i + 8] * h[r + 8]
                        + x[i + 9] * h[r + 9]
                        + x[i + 10] * h[r + 10]
                        + x[i + 11] * h[r + 11];
        return eight(x, i, r) + c;
    }

    /** Scaled so that a constant stays what it is in every phase. */
    private void fillRow(int phase, double cutoff) {
        double[] row = new double[taps];
        double sum = 0;
        for (int i = 0; i < taps; i++) {
            double distance = i - (taps / 2 - 1) - (double) phase / PHASES;
            row[i] = tap(distance, cutoff, taps);
            sum += row[i];
        }
        for (int i = 0; i < taps; i++) {
            rows[phase * taps + i] = (float) (row[i] / sum);
        }
    }

    /** The filter's answer at a distance from its middle, in input samples. */
    static double tap(double distance, double cutoff, int taps) {
        return sinc(2 * cutoff * distance) * kaiser(2 * distance / taps);
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) > 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
    }

    /** The modified Bessel function of order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 40; k++) {
            term *= (x / 2 / k) * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
