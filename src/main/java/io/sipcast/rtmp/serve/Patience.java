package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.message.RtmpLimits;

/**
 * How long a client may do nothing: it must publish or play soon, and again soon when it has ended;
 * while it does, it is pinged when it is silent, and given up.
 */
final class Patience {
    /** What is to be done. */
    enum Step {
        WAIT,
        PING,
        GIVE_UP
    }

    private final RtmpLimits limits;
    private long unusedSinceNanos;
    private boolean sinceKnown = true;
    private long heardNanos;
    private boolean pinged;
    private boolean over;

    Patience(RtmpLimits limits, long nowNanos) {
        this.limits = limits;
        unusedSinceNanos = nowNanos;
        heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
        pinged = false;
    }

    /** Nothing is published or played any more; when that was, the next look tells. */
    void unused() {
        sinceKnown = false;
    }

    /** When to {@link #look} next; {@link Long#MAX_VALUE} for never. */
    long nextNanos(boolean used) {
        if (over) {
            return Long.MAX_VALUE;
        }
        if (!used) {
            return sinceKnown ? unusedSinceNanos + limits.answerTimeout().toNanos() : heardNanos;
        }
        long idle = limits.idleTimeout().toNanos();
        return heardNanos + (pinged ? idle : idle / 2);
    }

    Step look(boolean used, long nowNanos) {
        if (over || nowNanos - nextNanos(used) < 0) {
            return Step.WAIT;
        }
        if (!used && !sinceKnown) {
            sinceKnown = true;
            unusedSinceNanos = nowNanos;
            return Step.WAIT;
        }
        if (used && !pinged) {
            pinged = true;
            return Step.PING;
        }
        over = true;
        return Step.GIVE_UP;
    }
}
