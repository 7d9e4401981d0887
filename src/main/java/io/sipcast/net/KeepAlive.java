package io.sipcast.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to ping on a connection of ours, and when the peer is gone, RFC 5626 §4.4.1. Only a peer
 * that has answered pings before is given up for leaving one unanswered: others need not know them.
 */
final class KeepAlive {
    /** What is to be done now. */
    enum Step {
        NOTHING,
        PING,
        /** The peer does not answer any more. */
        GIVE_UP
    }

    private static final double LEAST_PART = 0.8; // of the longest pause, RFC 5626 §4.4

    private final Duration pause;
    private final Duration patience;
    private final RandomGenerator random;
    private long nextPingNanos;
    private long pingedNanos;
    private boolean waiting;
    private boolean answers;

    /**
     * Begins with a pause.
     *
     * @param pause the longest one between two pings; each is up to a fifth shorter
     * @param patience in which a pong must come
     */
    KeepAlive(Duration pause, Duration patience, RandomGenerator random, long nowNanos) {
        this.pause = pause;
        this.patience = patience;
        this.random = random;
        plan(nowNanos);
    }

    private void plan(long nowNanos) {
        double part = LEAST_PART + (1 - LEAST_PART) * random.nextDouble();
        nextPingNanos = nowNanos + (long) (part * pause.toNanos());
    }

    /** Asked every now and then. */
    Step tick(long nowNanos) {
        if (waiting && nowNanos - pingedNanos >= patience.toNanos()) {
            waiting = false;
            if (answers) {
                return Step.GIVE_UP;
            }
        }
        if (nowNanos - nextPingNanos < 0) {
            return Step.NOTHING;
        }
        plan(nowNanos);
        pingedNanos = nowNanos;
        waiting = true;
        return Step.PING;
    }

    /** Whether a line end would be the answer to a ping. */
    boolean waiting() {
        return waiting;
    }

    void pong() {
        waiting = false;
        answers = true;
    }
}
