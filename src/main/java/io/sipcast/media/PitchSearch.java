package io.sipcast.media;

/**
 * Finds the period at which sound repeats itself: the lag, of 2.5 to 15 ms, at which the newest 15
 * ms are most like what came before them. It looks at every lag of a signal of 8 kHz or so, and
 * then at those around the best in full: at 48 kHz that is a fiftieth of the work.
 */
final class PitchSearch {
    private final int factor;
    private final int shortest;
    private final int longest;
    private final short[] coarse;

    PitchSearch(int sampleRateHz) {
        factor = Math.max(1, sampleRateHz / 8000);
        longest = 15 * (sampleRateHz / 1000);
        shortest = longest / 6;
        coarse = new short[3 * longest / factor];
    }

    /**
     * The period in samples.
     *
     * @param past three times the longest period, the newest at the end
     */
    int period(short[] past) {
        if (factor == 1) {
            return best(past, shortest, longest, longest, longest);
        }
        int from = past.length - coarse.length * factor;
        for (int i = 0; i < coarse.length; i++) {
            int sum = 0;
            for (int j = 0; j < factor; j++) {
                sum += past[from + i * factor + j];
            }
            coarse[i] = (short) (sum / factor);
        }
        int span = longest / factor;
        int near = factor * best(coarse, shortest / factor, span, span, span);
        return best(
                past,
                Math.max(shortest, near - factor),
                Math.min(longest, near + factor),
                longest,
                near);
    }

    private static int best(short[] past, int from, int to, int span, int otherwise) {
        int best = otherwise;
        double highest = 0;
        for (int lag = from; lag <= to; lag++) {
            double likeness = likeness(past, lag, span);
            if (likeness > highest) {
                highest = likeness;
                best = lag;
            }
        }
        return best;
    }

    private static double likeness(short[] past, int lag, int span) {
        long product = 0;
        long energy = 1;
        for (int i = past.length - span; i < past.length; i++) {
            product += past[i] * past[i - lag];
            energy += past[i - lag] * past[i - lag];
        }
        return product / Math.sqrt((double) energy);
    }
}
