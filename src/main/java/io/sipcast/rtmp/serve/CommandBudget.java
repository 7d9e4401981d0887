package io.sipcast.rtmp.serve;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/** Bounds the commands of one client: each costs an answer, and none needs many. */
final class CommandBudget {
    private static final int MOST = 200;
    private static final long NANOS_FOR_ONE = 50_000_000; // 20 a second

    private long emptyAtNanos;

    CommandBudget(long nowNanos) {
        emptyAtNanos = nowNanos;
    }

    /**
     * Takes one.
     *
     * @throws ProtocolException TOO_LARGE when there have been too many of late
     */
    void take(long nowNanos) {
        if (nowNanos - emptyAtNanos > 0) {
            emptyAtNanos = nowNanos;
        }
        emptyAtNanos += NANOS_FOR_ONE;
        if (emptyAtNanos - nowNanos > MOST * NANOS_FOR_ONE) {
            throw new ProtocolException(Fault.TOO_LARGE, "too many commands");
        }
    }
}
