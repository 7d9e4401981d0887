package io.sipcast.media.aac;

/**
 * How much noise each band may have. Where there is more sound there may be more noise, but not in
 * proportion: what is weak beside what is strong is coded with less distance. Owned by one thread.
 */
final class NoiseShape {
    /** How a band's noise follows its energy, in logarithms. */
    private static final float FOLLOWS = 0.6f;

    /** Energy of a line, to the base 2, of white noise of a tenth of a step of 16 bits. */
    private static final float INAUDIBLE = 11 - 6.6f;

    /** Noise of even steps in the domain of the power of 3/4 is a 6.75th of that domain's. */
    private static final float LOG2_STEPS = 2.7549f;

    private static final float QUARTER_STEPS = 8f / 3;

    /** Steps may lie 90 dB apart, as far as one scale factor can be from another. */
    private static final int RANGE = 60;

    /** From one band to the next one up, and to the next one down, loud sound hides this much. */
    private static final float UPWARDS = 4;

    private static final float DOWNWARDS = 8;

    /** No noise needs to lie deeper below the loudest band: 80 dB. */
    private static final float DEEPEST = 26.6f;

    private final float[] hidden = new float[Spectrum.MOST_BANDS];
    private final int[] factors = new int[Spectrum.MOST_BANDS];

    /**
     * Looks for the scale factors by which the noise lies so far below the sound.
     *
     * @param distance of noise to sound, in halvings of power (3 dB)
     */
    void shape(Spectrum spectrum, float distance) {
        float level = spread(spectrum);
        float least = Math.max(INAUDIBLE, level - DEEPEST);
        int bands = spectrum.bands().count();
        int most = 0;
        for (int band = 0; band < bands; band++) {
            float follow = FOLLOWS * (hidden[band] - level) + level;
            float noise = Math.max(least, follow - distance);
            float steps = QUARTER_STEPS * (LOG2_STEPS + noise - spectrum.form(band));
            factors[band] = Quantised.UNIT_FACTOR + Math.round(steps);
            most = Math.max(most, factors[band]);
        }
        for (int band = 0; band < bands; band++) {
            factors[band] = Math.clamp(factors[band], most - RANGE, 255);
        }
    }

    /** Lets loud bands raise their neighbours, and returns the loudest. */
    private float spread(Spectrum spectrum) {
        int bands = spectrum.bands().count();
        float most = 0;
        float from = 0;
        for (int band = 0; band < bands; band++) {
            from = Math.max(spectrum.energy(band), from - UPWARDS);
            hidden[band] = from;
            most = Math.max(most, from);
        }
        from = 0;
        for (int band = bands - 1; band >= 0; band--) {
            from = Math.max(hidden[band], from - DOWNWARDS);
            hidden[band] = from;
        }
        return most;
    }

    /** The scale factor of a band, {@code coarser} by so many steps of 1.5 dB. */
    int factor(int band, int coarser) {
        return Math.clamp(factors[band] + coarser, 0, 255);
    }
}
