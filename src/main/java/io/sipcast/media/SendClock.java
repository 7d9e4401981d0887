package io.sipcast.media;

/**
 * Our RTP time of one track. When the codec changes to one of another clock, time goes on from
 * where it was at the new rate, so that the one source never steps back (RFC 7160 §4.1).
 */
final class SendClock {
    private static final long NANOS = 1_000_000_000L;

    private int hz;
    private long fromNanos;
    private long fromTicks;

    SendClock(int hz, long startNanos) {
        this.hz = hz;
        this.fromNanos = startNanos;
    }

    int hz() {
        return hz;
    }

    /** Runs at this rate from a moment on. */
    void change(int newHz, long nowNanos) {
        if (newHz != hz) {
            fromTicks = ticksAt(nowNanos);
            fromNanos = nowNanos;
            hz = newHz;
        }
    }

    /** Whole ticks; exact over any run time. */
    long ticksAt(long nanos) {
        long since = nanos - fromNanos;
        return fromTicks
                + Math.floorDiv(since, NANOS) * hz
                + Math.floorMod(since, NANOS) * hz / NANOS;
    }
}
