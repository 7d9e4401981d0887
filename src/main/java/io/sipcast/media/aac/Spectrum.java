package io.sipcast.media.aac;

/**
 * The lines of one frame, parted into bands, and what is known of each: its energy, and how much
 * noise a quantiser makes in it. Logarithms are to the base 2 and good to a hundredth, as a scale
 * factor is a quarter. Owned by one thread.
 */
final class Spectrum {
    /** The lines and their powers of 3/4 lie in one array, so that several are computed at once. */
    private static final int POWERS = Mdct.LINES;

    private static final float TINY = 1e-9f;

    /** As many as are ever coded. */
    static final int MOST_BANDS = 48;

    private final float[] lines = new float[2 * Mdct.LINES];
    private final float[] energy = new float[MOST_BANDS];
    private final float[] form = new float[MOST_BANDS];

    private ScaleFactorBands bands = ScaleFactorBands.of(48_000, 0);

    /** To be filled, as far as there are bands; then {@link #measure}. */
    float[] lines() {
        return lines;
    }

    /** Takes in what {@link #lines} were set to. */
    void measure(ScaleFactorBands bands) {
        this.bands = bands;
        raise(lines, bands.lines());
        for (int band = 0; band < bands.count(); band++) {
            float squares = TINY;
            float roots = TINY;
            for (int k = bands.edge(band); k < bands.edge(band + 1); k++) {
                float line = Math.abs(lines[k]);
                squares += line * line;
                roots += (float) Math.sqrt(line);
            }
            energy[band] = log2(squares / bands.width(band));
            form[band] = log2(roots / bands.width(band));
        }
    }

    private static void raise(float[] lines, int count) {
        for (int k = 0; k < count; k++) {
            float line = Math.abs(lines[k]);
            lines[POWERS + k] = (float) Math.sqrt(line * (float) Math.sqrt(line));
        }
    }

    ScaleFactorBands bands() {
        return bands;
    }

    /** The mean energy of a line in a band. */
    float energy(int band) {
        return energy[band];
    }

    /** The mean of the square roots of a band's lines: noise rises with it. */
    float form(int band) {
        return form[band];
    }

    /** {@code |line|^(3/4)}, which is what is quantised in even steps. */
    float power(int line) {
        return lines[POWERS + line];
    }

    boolean negative(int line) {
        return lines[line] < 0;
    }

    /** Good to 0.009. */
    static float log2(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23) - 127;
        float mantissa = Float.intBitsToFloat((bits & 0x7FFFFF) | 0x3F800000);
        return exponent + (-1f / 3 * mantissa + 2) * mantissa - 5f / 3;
    }
}
