package io.sipcast.media;

import java.time.Duration;

/**
 * From when on the callee gets sound and pictures: some time after its answer. Without such a delay
 * from the beginning, early media included.
 */
final class StartOfSending {
    private final long delayNanos;
    private long fromNanos;
    private boolean answered;
    private boolean skipped;

    StartOfSending(Duration delay) {
        delayNanos = delay.toNanos();
        skipped = delayNanos == 0;
    }

    /** The callee has answered now. */
    void answered(long nowNanos) {
        if (!answered) {
            answered = true;
            fromNanos = nowNanos + delayNanos;
        }
    }

    boolean over(long nowNanos) {
        return skipped || (answered && nowNanos - fromNanos >= 0);
    }

    /** There is something that cannot wait. */
    void skip() {
        skipped = true;
    }
}
