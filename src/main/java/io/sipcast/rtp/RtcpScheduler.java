package io.sipcast.rtp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to send the next compound report: RFC 3550 §6.2 for two participants, where the minimum
 * interval always decides. The first report is due at once, which unicast allows; feedback is too
 * (RFC 4585 §3.2, immediate feedback).
 */
public final class RtcpScheduler {
    /** RFC 3550 §6.2. */
    public static final Duration MINIMUM = Duration.ofSeconds(5);

    /** Makes up for the reconsideration of timers, RFC 3550 §6.3.1: e - 3/2. */
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private final long intervalNanos;
    private long dueNanos;
    private boolean feedback;

    /** A schedule whose first report is due now. */
    public RtcpScheduler(RandomGenerator random, Duration interval, long nowNanos) {
        this.random = random;
        this.intervalNanos = interval.toNanos();
        this.dueNanos = nowNanos;
    }

    /** There is something to say that can't wait: PLI, FIR, NACK. */
    public void feedback() {
        feedback = true;
    }

    /** Whether to send a report now. */
    public boolean due(long nowNanos) {
        return feedback || nowNanos - dueNanos >= 0;
    }

    /**
     * A compound has been sent; with feedback it held a report all the same, so the next regular
     * one is an interval away.
     */
    public void sent(long nowNanos) {
        feedback = false;
        double factor = (0.5 + random.nextDouble()) / COMPENSATION;
        dueNanos = nowNanos + (long) (intervalNanos * factor);
    }
}
