package io.sipcast.sip;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Two requests that met on their way: both are answered 491, and both sides wait. Pure. */
final class Glare {
    private static final long UNIT_NANOS = Duration.ofMillis(10).toNanos();
    private static final int CALLER_LEAST = 210;
    private static final int CALLER_MOST = 400;
    private static final int CALLEE_MOST = 200;

    private Glare() {}

    /**
     * How long to wait after a 491, in units of 10 ms: 2.1 to 4 s for whom the Call-ID is from, up
     * to 2 s for the other side (RFC 3261 §14.1).
     */
    static long pauseNanos(RandomGenerator random, boolean caller) {
        int units =
                caller
                        ? random.nextInt(CALLER_LEAST, CALLER_MOST + 1)
                        : random.nextInt(CALLEE_MOST + 1);
        return units * UNIT_NANOS;
    }
}
