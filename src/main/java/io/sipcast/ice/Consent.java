package io.sipcast.ice;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Whether a peer still wants what we send to it, RFC 7675 §5.1. */
final class Consent {
    private static final long LASTS_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final RandomGenerator random;
    private long freshNanos;
    private long nextNanos;

    Consent(RandomGenerator random, long nowNanos) {
        this.random = random;
        this.freshNanos = nowNanos;
        this.nextNanos = nowNanos + interval();
    }

    /** 4 to 6 s. */
    private long interval() {
        return (long) (INTERVAL_NANOS * random.nextDouble(0.8, 1.2));
    }

    void refreshed(long nowNanos) {
        freshNanos = nowNanos;
    }

    boolean lost(long nowNanos) {
        return nowNanos - freshNanos >= LASTS_NANOS;
    }

    /** Whether to ask for it again. */
    boolean due(long nowNanos) {
        if (nowNanos - nextNanos < 0) {
            return false;
        }
        nextNanos = nowNanos + interval();
        return true;
    }
}
