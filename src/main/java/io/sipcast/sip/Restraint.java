package io.sipcast.sip;

import java.time.Duration;

/**
 * Bounds what is done because of what the network does: at once after a quiet time, ever more
 * rarely while one occasion follows the other. A NAT that shows another port for every request, or
 * a registrar that closes each connection, would else have us register without end.
 */
final class Restraint {
    private static final long FIRST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long LAST_NANOS = Duration.ofHours(1).toNanos();

    private boolean before;
    private long lastNanos;
    private long pauseNanos = FIRST_NANOS;

    /** How long to wait before it is done for this occasion, which counts as done. */
    long delayNanos(long nowNanos) {
        if (!before || nowNanos - lastNanos > 2 * pauseNanos) {
            before = true;
            pauseNanos = FIRST_NANOS;
            lastNanos = nowNanos;
            return 0;
        }
        long delay = Math.max(0, lastNanos + pauseNanos - nowNanos);
        lastNanos = nowNanos + delay;
        pauseNanos = Math.min(2 * pauseNanos, LAST_NANOS);
        return delay;
    }
}
