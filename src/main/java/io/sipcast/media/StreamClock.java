package io.sipcast.media;

/**
 * Stream time: nanoseconds since the first thing that the call gave out. That thing may have been
 * late itself: then the stream began earlier than it seemed, which is found out soon after.
 */
final class StreamClock {
    private boolean started;
    private long startNanos;
    private long earlierNanos;

    /** Stream time is 0 now, unless it runs already. */
    void start(long nowNanos) {
        if (!started) {
            started = true;
            startNanos = nowNanos;
        }
    }

    /**
     * Stream time was 0 by so much earlier: every moment is that much later in the stream than was
     * thought. What has been given out keeps its stream times.
     */
    void beganEarlier(long nanos) {
        earlierNanos += nanos;
    }

    boolean started() {
        return started;
    }

    /** Negative for what arrived before the stream began. */
    long at(long nowNanos) {
        return unmoved(nowNanos) + earlierNanos;
    }

    /** The same as if it had begun when it seemed to: for what compares moments of any time. */
    long unmoved(long nowNanos) {
        return nowNanos - startNanos;
    }

    /** What {@link #at} is beyond {@link #unmoved} now. */
    long earlierNanos() {
        return earlierNanos;
    }
}
