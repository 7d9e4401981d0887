package io.sipcast.media;

import java.util.BitSet;

/** How much like the clean sound another is, in decibels. */
public final class Snr {
    private static final double MOST = 35;
    private static final double LEAST = -10;

    /** Of a segment in which nobody speaks: about -50 dBFS. */
    private static final double SILENT = 100;

    private Snr() {}

    /**
     * The means of all segments in which the clean sound speaks.
     *
     * @param lost of those whose own packet was lost
     */
    public record Segments(double lost, double all) {}

    /** Segments are as long as packets are. */
    public static Segments segments(short[] clean, short[] other, int samples, BitSet lost) {
        double sumLost = 0;
        double sum = 0;
        int countLost = 0;
        int count = 0;
        for (int i = 0; (i + 1) * samples <= Math.min(clean.length, other.length); i++) {
            if (level(clean, i * samples, samples) > SILENT) {
                double snr = of(clean, other, i * samples, samples);
                sum += snr;
                count++;
                sumLost += lost.get(i) ? snr : 0;
                countLost += lost.get(i) ? 1 : 0;
            }
        }
        return new Segments(sumLost / countLost, sum / count);
    }

    private static double level(short[] samples, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / count);
    }

    /** Of one piece, within the bounds that are usual for segments. */
    public static double of(short[] clean, short[] other) {
        return of(clean, other, 0, clean.length);
    }

    static double of(short[] clean, short[] other, int from, int count) {
        double signal = 1e-9;
        double noise = 1e-9;
        for (int i = from; i < from + count; i++) {
            double difference = clean[i] - other[i];
            signal += (double) clean[i] * clean[i];
            noise += difference * difference;
        }
        return Math.clamp(10 * Math.log10(signal / noise), LEAST, MOST);
    }
}
