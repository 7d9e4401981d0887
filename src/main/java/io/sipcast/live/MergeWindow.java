package io.sipcast.live;

/**
 * How far one track of a stream may run ahead of the other before it goes on alone: 150 ms, more
 * where units keep coming later than that, as pictures do that the sender's reports put far behind
 * their sound. The latest of the last 15 to 30 s counts.
 */
final class MergeWindow {
    static final long LEAST_NANOS = 150_000_000L;

    /** What comes later than this has stalled: it is not waited for. */
    static final long MOST_NANOS = 1_000_000_000L;

    /** Lateness is known to a frame of sound; the rest is for being late by a little more. */
    private static final long MARGIN_NANOS = 40_000_000L;

    private static final long HOLD_NANOS = 15_000_000_000L;

    private long periodNanos = Long.MIN_VALUE / 2;
    private long latest;
    private long latestBefore;

    /**
     * A unit came.
     *
     * @param atNanos the stream time of the other track's newest unit at that moment, or shortly
     *     before
     */
    void came(long unitNanos, long atNanos) {
        if (atNanos - periodNanos >= HOLD_NANOS) {
            latestBefore = atNanos - periodNanos >= 2 * HOLD_NANOS ? 0 : latest;
            latest = 0;
            periodNanos = atNanos;
        }
        long late = atNanos - unitNanos;
        if (late <= MOST_NANOS) {
            latest = Math.max(latest, late);
        }
    }

    long nanos() {
        return Math.clamp(Math.max(latest, latestBefore) + MARGIN_NANOS, LEAST_NANOS, MOST_NANOS);
    }
}
