package io.sipcast.net;

import java.time.Duration;

/**
 * Finds out that a client takes nothing of what waits for it. One that takes little, but something,
 * is slow, not dead. Looked at only while something waits. On the connection's loop.
 */
final class RtmpStall {
    private static final long NEVER = Long.MAX_VALUE;

    /** Looks in the time that is allowed: so much later may a dead one be found. */
    private static final int LOOKS = 4;

    private final RtmpOutput output;
    private final Duration limit;
    private long nextNanos = NEVER;
    private long movedNanos;
    private long sent;

    RtmpStall(RtmpOutput output, Duration limit) {
        this.output = output;
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    /** The channel has become full, or takes more again. */
    void writable(boolean writable, long nowNanos) {
        movedNanos = nowNanos;
        sent = output.sent();
        nextNanos = writable ? NEVER : nowNanos + limit.toNanos() / LOOKS;
    }

    /** When to look; {@link Long#MAX_VALUE} for never. */
    long nextNanos() {
        return nextNanos;
    }

    boolean isOver(long nowNanos) {
        if (nextNanos == NEVER || nowNanos - nextNanos < 0) {
            return false;
        }
        if (output.sent() != sent) {
            sent = output.sent();
            movedNanos = nowNanos;
        }
        nextNanos = nowNanos + limit.toNanos() / LOOKS;
        return nowNanos - movedNanos >= limit.toNanos();
    }
}
