package io.sipcast.media;

/**
 * Fills what is missing: the last pitch period over and over, full for 10 ms, gone after 60, then
 * silence (as ITU-T G.711 Appendix I does it, without its delay). The first 5 ms that come after it
 * are blended in.
 */
final class Concealer {
    private final int blend;
    private final int full;
    private final int gone;
    private final int shortestPeriod;
    private final int longestPeriod;

    /** The last 45 ms, the newest at the end. */
    private final short[] past;

    private int period;
    private int filled;

    Concealer(int sampleRateHz) {
        int millisecond = sampleRateHz / 1000;
        blend = 5 * millisecond;
        full = 10 * millisecond;
        gone = 60 * millisecond;
        shortestPeriod = 5 * millisecond / 2;
        longestPeriod = 15 * millisecond;
        past = new short[3 * longestPeriod];
    }

    /** Whether the last that was given out is made up. */
    boolean filling() {
        return filled > 0;
    }

    /** Samples for a time of which nothing came. */
    short[] fill(int count) {
        short[] samples = new short[count];
        if (filled == 0) {
            period = findPeriod();
        }
        for (int i = 0; i < count && filled + i < gone; i++) {
            samples[i] = next(filled + i);
        }
        filled = Math.min(filled + count, gone);
        return samples;
    }

    /** Samples that came; their start is blended with what was made up before them. */
    void follow(short[] samples) {
        if (filled > 0) {
            int count = Math.min(blend, samples.length);
            for (int i = 0; i < count; i++) {
                int made = filled + i < gone ? next(filled + i) : 0;
                samples[i] = (short) ((made * (count - i) + samples[i] * (i + 1)) / (count + 1));
            }
            filled = 0;
        }
        remember(samples);
    }

    private short next(int at) {
        int sample = past[past.length - period + at % period];
        return at < full ? (short) sample : (short) (sample * (gone - at) / (gone - full));
    }

    private void remember(short[] samples) {
        int count = Math.min(samples.length, past.length);
        System.arraycopy(past, count, past, 0, past.length - count);
        System.arraycopy(samples, samples.length - count, past, past.length - count, count);
    }

    /** The lag at which the newest 15 ms are most like what came before them. */
    private int findPeriod() {
        int best = longestPeriod;
        double highest = 0;
        for (int lag = shortestPeriod; lag <= longestPeriod; lag++) {
            double likeness = likeness(lag);
            if (likeness > highest) {
                highest = likeness;
                best = lag;
            }
        }
        return best;
    }

    private double likeness(int lag) {
        long product = 0;
        long energy = 1;
        for (int i = past.length - longestPeriod; i < past.length; i++) {
            product += past[i] * past[i - lag];
            energy += past[i - lag] * past[i - lag];
        }
        return product / Math.sqrt((double) energy);
    }
}
