package io.sipcast.media;

/** Stream time: nanoseconds since the first thing that the call gave out. */
final class StreamClock {
    private boolean started;
    private long startNanos;

    /** Stream time is 0 now, unless it runs already. */
    void start(long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        }
    }

    boolean started() {
        return started;
    }

    /** Negative for what arrived before the stream began. */
    long at(long nowNanos) {
        return nowNanos - startNanos;
    }
}
