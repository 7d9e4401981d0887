package io.sipcast.media.aac;

/**
 * The forward MDCT of AAC's long window, ISO/IEC 14496-3 §4.6.11.3: 2048 samples under a sine
 * window become 1024 lines. It is folded to a DCT-IV, and that is one FFT of 512 points.
 *
 * <p>Where only the lowest lines are wanted, fewer samples give the same: a line is the sum of the
 * sound times a cosine, and a second or a fourth of the samples have that sum, too, as long as
 * neither the sound nor the cosines are too fast for them. Each of them stands in the middle of
 * those that it stands for.
 *
 * <p>Owned by one thread; what it holds is scratch.
 */
final class Mdct {
    /** Lines, and samples of the stream from one window to the next. */
    static final int LINES = 1024;

    private final int samples;
    private final int half;
    private final float scale;
    private final float[] window;
    private final float[] cosine;
    private final float[] sine;
    private final Fft fft;

    /**
     * Makes one for windows of which only some samples are there.
     *
     * @param factor how many samples of the stream one stands for: 1, 2 or 4
     */
    Mdct(int factor) {
        samples = LINES / factor;
        half = samples / 2;
        scale = 2 * factor;
        fft = new Fft(half);
        window = new float[samples];
        cosine = new float[half];
        sine = new float[half];
        for (int i = 0; i < samples; i++) {
            window[i] = (float) Math.sin(Math.PI / (2 * samples) * (i + 0.5));
        }
        for (int i = 0; i < half; i++) {
            double angle = Math.PI * (8 * i + 1) / (8 * samples);
            cosine[i] = (float) Math.cos(angle);
            sine[i] = (float) Math.sin(angle);
        }
    }

    /**
     * Transforms.
     *
     * @param before the first half of the window's samples
     * @param now the second half
     * @param lines how many of the lowest are wanted: even, no more than half the window's samples
     * @param spectrum takes them from 0 on, scaled as AAC's decoder wants them
     */
    void forward(float[] before, float[] now, int lines, float[] spectrum) {
        float[] work = fft.input();
        for (int n = 0; n < half / 2; n++) {
            int up = half + 2 * n;
            int down = half - 1 - 2 * n;
            float re = -now[down] * window[up] - now[up] * window[down];
            float im = before[down] * window[down] - before[up] * window[up];
            turn(work, n, re, im);
        }
        for (int n = half / 2; n < half; n++) {
            int up = 2 * n - half;
            int down = samples + half - 1 - 2 * n;
            float re = before[up] * window[up] - before[down] * window[down];
            float im = -now[up] * window[down] - now[down] * window[up];
            turn(work, n, re, im);
        }
        int turned = fft.transform();
        int wanted = lines / 2;
        for (int k = 0; k < wanted; k++) {
            spectrum[2 * k] = scale * even(work, turned + k, k);
            int mirrored = half - 1 - k;
            spectrum[2 * k + 1] = scale * odd(work, turned + mirrored, mirrored);
        }
    }

    /** Times {@code exp(-i * angle)}. */
    private void turn(float[] work, int n, float re, float im) {
        work[Fft.RE + n] = re * cosine[n] + im * sine[n];
        work[Fft.IM + n] = im * cosine[n] - re * sine[n];
    }

    private float even(float[] work, int at, int k) {
        return work[at] * cosine[k] + work[at + Fft.IM] * sine[k];
    }

    private float odd(float[] work, int at, int k) {
        return work[at] * sine[k] - work[at + Fft.IM] * cosine[k];
    }
}
