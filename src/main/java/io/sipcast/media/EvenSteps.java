package io.sipcast.media;

/**
 * Puts a whole number of samples in place of each, or one, where clocks drift: each of them is a
 * row of filter taps that hardly changes from one sample to the next. So a row is fixed at both
 * ends of a run and goes from one to the other in a straight line, and what loops is the {@link
 * Convolution}. Owned by one thread.
 */
final class EvenSteps {
    /** As far as a row may move in one run, in input samples: what is between is 80 dB right. */
    private static final double RUN = 1.0 / 64;

    private final PolyphaseFilter filter;
    private final int factor;
    private final float[] first;
    private final float[] change;
    private final Convolution steady = new Convolution();
    private final Convolution moving = new Convolution();

    /**
     * Steps through a filter.
     *
     * @param factor output samples for each input sample, apart from the drift
     */
    EvenSteps(PolyphaseFilter filter, int factor) {
        this.filter = filter;
        this.factor = factor;
        this.first = new float[filter.taps()];
        this.change = new float[filter.taps()];
    }

    /**
     * Writes the values at {@code count} positions that begin with {@code at}, none of them beyond
     * what 16 bits hold.
     *
     * @param line what {@link PolyphaseFilter#at} may read around them
     * @param step from one position to the next: about 1 / factor
     */
    void write(float[] line, double at, double step, int count, float[] out) {
        for (int phase = 0; phase < factor && phase < count; phase++) {
            int places = (count - phase + factor - 1) / factor;
            phase(line, at + phase * step, factor * step, places, phase, out);
        }
    }

    /** One of the samples that stand for each, all along the line. */
    private void phase(float[] line, double at, double slope, int count, int phase, float[] out) {
        double drift = slope - 1;
        int done = 0;
        while (done < count) {
            double from = at + done * slope;
            int whole = (int) from;
            int length = Math.min(length(from - whole, drift), count - done);
            rows(from - whole, drift * length, length);
            int start = whole - (first.length / 2 - 1);
            spread(
                    steady.apply(line, start, first, length),
                    moving.apply(line, start, change, length),
                    length,
                    phase + done * factor,
                    out);
            done += length;
        }
    }

    /** How many places lie between the same two samples as the first, with nearly the same row. */
    private static int length(double fraction, double drift) {
        double room = drift < 0 ? fraction : 1 - fraction;
        double places = Math.min(room, RUN) / Math.abs(drift); // infinite without drift
        return 1 + (int) Math.min(places, Convolution.MOST - 1);
    }

    private void rows(double fraction, double moves, int length) {
        filter.row(fraction, first);
        filter.row(fraction + moves, change);
        for (int tap = 0; tap < first.length; tap++) {
            change[tap] = (change[tap] - first[tap]) / length;
        }
    }

    private void spread(float[] fixed, float[] slope, int length, int first, float[] out) {
        int at = first;
        for (int i = 0; i < length; i++) {
            float value = fixed[i] + i * slope[i];
            out[at] = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
            at += factor;
        }
    }
}
