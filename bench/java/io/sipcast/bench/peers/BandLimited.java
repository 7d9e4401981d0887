package io.sipcast.bench.peers;

/**
 * Converts sound from one rate to another, without delay: by a windowed sinc around each sample.
 */
final class BandLimited {
    /** Zeros of the sinc on each side. */
    private static final int LOBES = 16;

    /** Of the lower rate's half: leaves room for the slope of the filter. */
    private static final double BAND = 0.92;

    private BandLimited() {}

    /**
     * Sample i of the result is at the time of sample {@code i * fromHz / toHz} of the input.
     *
     * @return as long as the input lasts
     */
    static short[] convert(short[] in, int fromHz, int toHz) {
        if (fromHz == toHz) {
            return in.clone();
        }
        int divisor = greatestCommonDivisor(fromHz, toHz);
        double cutoff = BAND * Math.min(1, (double) toHz / fromHz);
        return filter(in, toHz / divisor, fromHz / divisor, cutoff);
    }

    /**
     * Takes away what is above.
     *
     * @param band what is left, as a share of half the rate
     */
    static short[] lowPass(short[] in, double band) {
        return filter(in, 1, 1, band);
    }

    private static short[] filter(short[] in, int up, int down, double cutoff) {
        int reach = (int) Math.ceil(LOBES / cutoff);
        float[][] phases = phases(up, reach, cutoff);
        short[] out = new short[(int) ((long) in.length * up / down)];
        for (int i = 0; i < out.length; i++) {
            long at = (long) i * down;
            float sum = sum(in, (int) (at / up) - reach + 1, phases[(int) (at % up)]);
            out[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    private static float sum(short[] in, int from, float[] taps) {
        float sum = 0;
        int first = Math.max(0, -from);
        int end = Math.min(taps.length, in.length - from);
        for (int k = first; k < end; k++) {
            sum += taps[k] * in[from + k];
        }
        return sum;
    }

    /** The filter for each place that a sample of the result can have between two of the input. */
    private static float[][] phases(int up, int reach, double cutoff) {
        float[][] phases = new float[up][2 * reach];
        for (int phase = 0; phase < up; phase++) {
            for (int k = 0; k < 2 * reach; k++) {
                double distance = k - reach + 1 - (double) phase / up;
                phases[phase][k] =
                        (float) (cutoff * sinc(cutoff * distance) * window(distance / reach));
            }
        }
        return phases;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** Blackman's, from -1 to 1. */
    private static double window(double x) {
        return Math.abs(x) >= 1
                ? 0
                : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
