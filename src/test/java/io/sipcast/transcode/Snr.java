package io.sipcast.transcode;

/** How much like the clean sound another is, in decibels. */
final class Snr {
    private static final double MOST = 35;
    private static final double LEAST = -10;

    private Snr() {}

    /** Of one piece, within the bounds that are usual for segments. */
    static double of(short[] clean, short[] other) {
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
