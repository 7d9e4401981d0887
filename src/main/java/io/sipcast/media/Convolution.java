package io.sipcast.media;

import java.util.Arrays;

/**
 * Filters a stretch of samples by one row of taps. Samples and results are halves of one array, at
 * places that differ by a constant: only then does the compiler see that no result is a later
 * sample, and computes several of them at once. Four taps are as many as it does that for.
 *
 * <p>Owned by one thread.
 */
final class Convolution {
    /** The longest stretch. */
    static final int MOST = 1024;

    private static final int TOGETHER = 4;

    private float[] both = new float[MOST + 256];

    /**
     * Computes {@code sum(row[t] * samples[from + i + t])} for each {@code i} below count.
     *
     * @param row a multiple of four taps
     * @param count up to {@link #MOST}
     * @return what has the results from 0 on, until the next call
     */
    float[] apply(float[] samples, int from, float[] row, int count) {
        int taps = row.length;
        if (both.length < MOST + count + taps) {
            both = new float[MOST + count + taps];
        }
        Arrays.fill(both, 0, count, 0);
        for (int tap = 0; tap < taps; tap += TOGETHER) {
            System.arraycopy(samples, from + tap, both, MOST, count + TOGETHER - 1);
            add(both, row[tap], row[tap + 1], row[tap + 2], row[tap + 3], count);
        }
        return both;
    }

    private static void add(float[] both, float a, float b, float c, float d, int count) {
        for (int i = 0; i < count; i++) {
            both[i] +=
                    a * both[MOST + i]
                            + b * both[MOST + 1 + i]
                            + (c * both[MOST + 2 + i] + d * both[MOST + 3 + i]);
        }
    }
}
