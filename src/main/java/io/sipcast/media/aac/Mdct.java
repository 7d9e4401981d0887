package io.sipcast.media.aac;

/**
 * The forward MDCT of AAC's long window, ISO/IEC 14496-3 §4.6.11.3: 2048 samples under a sine
 * window become 1024 lines. It is folded to a DCT-IV, and that is one FFT of 512 points. Owned by
 * one thread; what it holds is scratch.
 */
final class Mdct {
    /** Lines, and samples from one window to the next. */
    static final int LINES = 1024;

    private static final int HALF = LINES / 2;
    private static final float[] WINDOW = new float[LINES];
    private static final float[] COSINE = new float[HALF];
    private static final float[] SINE = new float[HALF];

    static {
        for (int i = 0; i < LINES; i++) {
            WINDOW[i] = (float) Math.sin(Math.PI / (2 * LINES) * (i + 0.5));
        }
        for (int i = 0; i < HALF; i++) {
            double angle = Math.PI * (8 * i + 1) / (8 * LINES);
            COSINE[i] = (float) Math.cos(angle);
            SINE[i] = (float) Math.sin(angle);
        }
    }

    private final Fft fft = new Fft();

    /**
     * Transforms.
     *
     * @param before the first half of the 2048 samples
     * @param now the second half
     * @param lines how many of the lowest are wanted, even
     * @param spectrum takes them from 0 on, scaled as AAC's decoder wants them
     */
    void forward(float[] before, float[] now, int lines, float[] spectrum) {
        float[] work = fft.input();
        for (int n = 0; n < HALF / 2; n++) {
            int up = HALF + 2 * n;
            int down = HALF - 1 - 2 * n;
            float re = -now[down] * WINDOW[up] - now[up] * WINDOW[down];
            float im = before[down] * WINDOW[down] - before[up] * WINDOW[up];
            turn(work, n, re, im);
        }
        for (int n = HALF / 2; n < HALF; n++) {
            int up = 2 * n - HALF;
            int down = LINES + HALF - 1 - 2 * n;
            float re = before[up] * WINDOW[up] - before[down] * WINDOW[down];
            float im = -now[up] * WINDOW[down] - now[down] * WINDOW[up];
            turn(work, n, re, im);
        }
        float[] turned = fft.transform();
        int wanted = lines / 2;
        for (int k = 0; k < wanted; k++) {
            spectrum[2 * k] = 2 * even(turned, k);
            spectrum[2 * k + 1] = 2 * odd(turned, HALF - 1 - k);
        }
    }

    /** Times {@code exp(-i * angle)}. */
    private static void turn(float[] work, int n, float re, float im) {
        work[Fft.RE + n] = re * COSINE[n] + im * SINE[n];
        work[Fft.IM + n] = im * COSINE[n] - re * SINE[n];
    }

    private static float even(float[] turned, int k) {
        return turned[Fft.OUT_RE + k] * COSINE[k] + turned[Fft.OUT_IM + k] * SINE[k];
    }

    private static float odd(float[] turned, int k) {
        return turned[Fft.OUT_RE + k] * SINE[k] - turned[Fft.OUT_IM + k] * COSINE[k];
    }
}
