package io.sipcast.media.aac;

/**
 * The lines of a frame as whole numbers, each band by the step of its scale factor, ISO/IEC 14496-3
 * §4.6.1. Owned by one thread.
 */
final class Quantised {
    /** What a decoder multiplies with is {@code 2^(factor / 4)} beyond this one. */
    static final int UNIT_FACTOR = 100;

    /** As the standard's own encoder rounds: towards the shorter code. */
    private static final float ROUNDING = 0.4054f;

    private static final int MOST = 8191;
    private static final int MOST_FACTOR = 255;
    private static final float[] SHRINK = new float[MOST_FACTOR + 1];

    static {
        for (int factor = 0; factor <= MOST_FACTOR; factor++) {
            SHRINK[factor] = (float) Math.pow(2, -3.0 / 16 * (factor - UNIT_FACTOR));
        }
    }

    private final int[] lines = new int[Mdct.LINES];
    private final int[] factors = new int[Spectrum.MOST_BANDS];
    private final int[] largest = new int[Spectrum.MOST_BANDS];

    /**
     * Quantises one band.
     *
     * @param factor 0 to 255
     */
    void quantise(Spectrum spectrum, int band, int factor) {
        float shrink = SHRINK[factor];
        int most = 0;
        int end = spectrum.bands().edge(band + 1);
        for (int k = spectrum.bands().edge(band); k < end; k++) {
            int size = Math.min(MOST, (int) (spectrum.power(k) * shrink + ROUNDING));
            most = Math.max(most, size);
            lines[k] = spectrum.negative(k) ? -size : size;
        }
        factors[band] = factor;
        largest[band] = most;
    }

    /** With their signs. */
    int[] lines() {
        return lines;
    }

    int factor(int band) {
        return factors[band];
    }

    /** The largest size in a band. */
    int largest(int band) {
        return largest[band];
    }
}
