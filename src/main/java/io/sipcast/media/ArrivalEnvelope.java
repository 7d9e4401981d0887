package io.sipcast.media;

import java.util.Arrays;

/**
 * The least of a row of values over the last seconds, in buckets of one second. Packets are late by
 * chance but never early, so the least lateness is what the clocks make of it.
 */
final class ArrivalEnvelope {
    private static final long BUCKET_NANOS = 1_000_000_000L;
    private static final double NONE = Double.POSITIVE_INFINITY;

    private final double[] buckets;
    private boolean started;
    private long bucket;

    ArrivalEnvelope(int seconds) {
        buckets = new double[seconds];
        clear();
    }

    void clear() {
        Arrays.fill(buckets, NONE);
        started = false;
    }

    /** Takes a value; returns whether a second is over and this is the first of another. */
    boolean add(long nowNanos, double value) {
        long number = Math.floorDiv(nowNanos, BUCKET_NANOS);
        boolean next = started && number > bucket;
        if (!started || number - bucket > buckets.length) {
            Arrays.fill(buckets, NONE);
            bucket = number;
            started = true;
        }
        while (bucket < number) {
            bucket++;
            buckets[slot()] = NONE;
        }
        buckets[slot()] = Math.min(buckets[slot()], value);
        return next;
    }

    /** The least value of the window; infinite before the first. */
    double least() {
        double least = NONE;
        for (double value : buckets) {
            least = Math.min(least, value);
        }
        return least;
    }

    private int slot() {
        return (int) Math.floorMod(bucket, (long) buckets.length);
    }
}
