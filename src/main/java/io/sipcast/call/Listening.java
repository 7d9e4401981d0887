package io.sipcast.call;

/**
 * Whether the sound of a call is to be decoded: while somebody wants it, and a little longer, since
 * who was cut off comes back and who looks at a level looks again. Pure, owned by one thread.
 */
final class Listening {
    private static final long LINGER_NANOS = 5_000_000_000L;

    private long untilNanos;

    /** Nobody has listened yet. */
    Listening(long nowNanos) {
        untilNanos = nowNanos;
    }

    /** Somebody listens. */
    void heard(long nowNanos) {
        untilNanos = nowNanos + LINGER_NANOS;
    }

    boolean goesOn(long nowNanos) {
        return nowNanos - untilNanos < 0;
    }
}
