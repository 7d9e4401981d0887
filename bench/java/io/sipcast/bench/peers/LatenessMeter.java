package io.sipcast.bench.peers;

import java.util.Arrays;

/** Counts how late packets left, in steps of 50 µs up to a second. Thread safe. */
final class LatenessMeter {
    private static final long STEP_NANOS = 50_000;
    private static final int STEPS = 20_000;
    private static final double STEPS_PER_MILLI = 1e6 / STEP_NANOS;

    private final long[] counts = new long[STEPS];
    private long packets;
    private long maxNanos;

    synchronized void add(long lateNanos) {
        counts[Math.clamp(lateNanos / STEP_NANOS, 0, STEPS - 1)]++;
        maxNanos = Math.max(maxNanos, lateNanos);
        packets++;
    }

    synchronized void forget() {
        Arrays.fill(counts, 0);
        packets = 0;
        maxNanos = 0;
    }

    synchronized Lateness read() {
        return new Lateness(packets, quantile(0.5), quantile(0.99), maxNanos / 1e6);
    }

    /** The upper end of the step that it falls into. */
    private double quantile(double share) {
        long wanted = (long) Math.ceil(share * packets);
        long seen = 0;
        for (int step = 0; step < STEPS; step++) {
            seen += counts[step];
            if (seen >= wanted && seen > 0) {
                return (step + 1) / STEPS_PER_MILLI;
            }
        }
        return 0;
    }
}
