package io.sipcast.media.aac;

/**
 * A forward FFT of up to 512 complex points after Stockham: passes of four points, and one of two
 * where they do not come out even, from one part of an array to another and back, in order without
 * a sorting pass. Everything lies in one array, as only then the compiler sees that what is written
 * is not what is read next. Owned by one thread.
 */
final class Fft {
    /** At most. */
    static final int POINTS = 512;

    /** Where the parts of the input lie in {@link #input}. */
    static final int RE = 0;

    static final int IM = POINTS;

    private static final int OTHER = 2 * POINTS;

    /** {@code exp(-2 pi i k / 512)}, real and imaginary part in turn. */
    private static final float[] TURNS = new float[2 * POINTS];

    static {
        for (int k = 0; k < POINTS; k++) {
            double angle = 2 * Math.PI * k / POINTS;
            TURNS[2 * k] = (float) Math.cos(angle);
            TURNS[2 * k + 1] = (float) -Math.sin(angle);
        }
    }

    private final int points;
    private final float[] work = new float[4 * POINTS];

    /**
     * An FFT of so many points.
     *
     * @param points a power of two, from 4 to {@value #POINTS}
     */
    Fft(int points) {
        if (points < 4 || points > POINTS || Integer.bitCount(points) != 1) {
            throw new IllegalArgumentException("FFT of " + points + " points");
        }
        this.points = points;
    }

    /** To be filled before each transform. */
    float[] input() {
        return work;
    }

    /** Where in {@link #input} the result's real parts lie now; the imaginary ones: IM further. */
    int transform() {
        int from = RE;
        int to = OTHER;
        int left = points;
        for (int stride = 1; left >= 4; stride *= 4) {
            four(work, left / 4, stride, from, to);
            left /= 4;
            int read = from;
            from = to;
            to = read;
        }
        if (left == 2) {
            two(work, points / 2, from, to);
            return to;
        }
        return from;
    }

    /**
     * Butterflies of four points.
     *
     * @param quarter of the length that is still to be transformed
     * @param stride how many transforms lie side by side
     */
    private static void four(float[] w, int quarter, int stride, int from, int to) {
        int apart = quarter * stride;
        int turns = 2 * (POINTS / (4 * apart)) * stride; // the table is that of most points
        for (int p = 0; p < quarter; p++) {
            int turn = p * turns;
            float c1 = TURNS[turn];
            float s1 = TURNS[turn + 1];
            float c2 = TURNS[2 * turn];
            float s2 = TURNS[2 * turn + 1];
            float c3 = TURNS[3 * turn];
            float s3 = TURNS[3 * turn + 1];
            int in = from + stride * p;
            int out = to + 4 * stride * p;
            for (int q = 0; q < stride; q++) {
                int i = in + q;
                float aRe = w[i];
                float aIm = w[i + POINTS];
                float bRe = w[i + apart];
                float bIm = w[i + apart + POINTS];
                float cRe = w[i + 2 * apart];
                float cIm = w[i + 2 * apart + POINTS];
                float dRe = w[i + 3 * apart];
                float dIm = w[i + 3 * apart + POINTS];
                float acRe = aRe + cRe;
                float acIm = aIm + cIm;
                float bdRe = bRe + dRe;
                float bdIm = bIm + dIm;
                float oddRe = aRe - cRe;
                float oddIm = aIm - cIm;
                float crossRe = bIm - dIm; // -i (b - d)
                float crossIm = dRe - bRe;
                int o = out + q;
                w[o] = acRe + bdRe;
                w[o + POINTS] = acIm + bdIm;
                float re = oddRe + crossRe;
                float im = oddIm + crossIm;
                w[o + stride] = re * c1 - im * s1;
                w[o + stride + POINTS] = re * s1 + im * c1;
                re = acRe - bdRe;
                im = acIm - bdIm;
                w[o + 2 * stride] = re * c2 - im * s2;
                w[o + 2 * stride + POINTS] = re * s2 + im * c2;
                re = oddRe - crossRe;
                im = oddIm - crossIm;
                w[o + 3 * stride] = re * c3 - im * s3;
                w[o + 3 * stride + POINTS] = re * s3 + im * c3;
            }
        }
    }

    private static void two(float[] w, int half, int from, int to) {
        for (int q = 0; q < half; q++) {
            int i = from + q;
            float aRe = w[i];
            float aIm = w[i + POINTS];
            float bRe = w[i + half];
            float bIm = w[i + half + POINTS];
            int o = to + q;
            w[o] = aRe + bRe;
            w[o + POINTS] = aIm + bIm;
            w[o + half] = aRe - bRe;
            w[o + half + POINTS] = aIm - bIm;
        }
    }
}
