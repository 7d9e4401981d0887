package io.sipcast.rtp;

import java.time.Duration;

/**
 * How long to wait for what is late, from how late packets were: as long as for the latest of the
 * last half minute, within bounds. It grows at once, and shrinks by 10 ms a second.
 *
 * <p>What is later than the upper bound belongs to an outage, and so does what comes after it until
 * packets are on time again: no wait would have helped.
 */
public final class JitterTarget {
    /** What is waited beyond the latest packet: ticks are 10 ms apart. */
    static final long MARGIN_NANOS = 20_000_000L;

    private static final int WINDOW_SECONDS = 32;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long SHRINK_NANOS = 10_000_000L;

    private final long leastNanos;
    private final long mostNanos;
    private final long[] latest = new long[WINDOW_SECONDS];
    private boolean started;
    private boolean outage;
    private int second;
    private long secondBeganNanos;
    private long floorNanos;
    private long targetNanos;

    /**
     * A target that is the least for now.
     *
     * @throws IllegalArgumentException when the most is less
     */
    public JitterTarget(Duration least, Duration most) {
        if (most.compareTo(least) < 0) {
            throw new IllegalArgumentException("jitter from " + least + " to " + most);
        }
        leastNanos = least.toNanos();
        mostNanos = most.toNanos();
        targetNanos = leastNanos;
    }

    /** Takes how late a packet was; negative for early. */
    public void add(long lateNanos, long nowNanos) {
        pass(nowNanos);
        if (lateNanos > mostNanos) {
            outage = true;
            return;
        }
        if (lateNanos + MARGIN_NANOS <= targetNanos) {
            outage = false;
        }
        if (outage) {
            return;
        }
        latest[second] = Math.max(latest[second], lateNanos);
        targetNanos = Math.max(targetNanos, within(lateNanos + MARGIN_NANOS));
    }

    /** Whether what came last belongs to an outage. */
    public boolean outage() {
        return outage;
    }

    /** How long to wait now. */
    public long nanos(long nowNanos) {
        pass(nowNanos);
        return Math.max(targetNanos, floorNanos);
    }

    /** How long to wait, as of the last time that was asked. */
    public long nanos() {
        return Math.max(targetNanos, floorNanos);
    }

    /** There is a reason to wait at least this long, within the bounds, from now on. */
    public void atLeast(long nanos) {
        floorNanos = within(nanos);
    }

    private void pass(long nowNanos) {
        if (!started) {
            started = true;
            secondBeganNanos = nowNanos;
        }
        long seconds = (nowNanos - secondBeganNanos) / SECOND_NANOS;
        if (seconds <= 0) {
            return;
        }
        secondBeganNanos += seconds * SECOND_NANOS;
        for (long i = Math.min(seconds, WINDOW_SECONDS); i > 0; i--) {
            second = (second + 1) % WINDOW_SECONDS;
            latest[second] = 0;
        }
        long needed = within(latest() + MARGIN_NANOS);
        targetNanos = Math.max(needed, targetNanos - seconds * SHRINK_NANOS);
    }

    private long latest() {
        long most = 0;
        for (long late : latest) {
            most = Math.max(most, late);
        }
        return most;
    }

    private long within(long nanos) {
        return Math.clamp(nanos, leastNanos, mostNanos);
    }
}
