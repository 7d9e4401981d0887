package io.sipcast.media;

/**
 * When to ask for a key frame: at the start, after a loss, and when none came for the interval. An
 * ask is repeated after 500 ms, then less and less often up to every two seconds.
 */
final class KeyFrameRequests {
    private static final long FIRST_NANOS = 500_000_000L;
    private static final long LAST_NANOS = 2_000_000_000L;
    private static final int PATIENCE = 3;

    private final long intervalNanos;
    private boolean wanted = true;
    private long notBeforeNanos;
    private long repeatNanos = FIRST_NANOS;
    private long lastKeyNanos;
    private int unanswered;
    private long asked;

    KeyFrameRequests(long intervalNanos, long nowNanos) {
        // a source that keeps the interval by itself is not disturbed for being a little late
        this.intervalNanos = intervalNanos + intervalNanos / 20;
        this.notBeforeNanos = nowNanos;
        this.lastKeyNanos = nowNanos;
    }

    /** One is needed. */
    void want() {
        if (!wanted) {
            wanted = true;
            repeatNanos = FIRST_NANOS;
        }
    }

    /** One came. */
    void keyFrame(long nowNanos) {
        wanted = false;
        lastKeyNanos = nowNanos;
        unanswered = 0;
    }

    /** Whether to ask now; then it counts as done. */
    boolean due(long nowNanos) {
        if (nowNanos - lastKeyNanos >= intervalNanos) {
            want();
        }
        if (!wanted || nowNanos - notBeforeNanos < 0) {
            return false;
        }
        notBeforeNanos = nowNanos + repeatNanos;
        repeatNanos = Math.min(2 * repeatNanos, LAST_NANOS);
        unanswered++;
        asked++;
        return true;
    }

    /** Whether the peer does not seem to hear. */
    boolean ignored() {
        return unanswered > PATIENCE;
    }

    long asked() {
        return asked;
    }
}
