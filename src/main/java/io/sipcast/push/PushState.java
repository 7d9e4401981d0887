package io.sipcast.push;

import org.jspecify.annotations.Nullable;

/**
 * Where a push stands.
 *
 * @param sinceNanos when the phase began, monotonic
 * @param deadlineNanos when {@link PushInput.TimedOut} is due; only where {@link Phase#timed}
 * @param sentBytes of this connection, when they were last seen to grow
 * @param retries attempts after the first
 * @param reason why the last attempt failed, or why the push ended, as a sentence
 */
public record PushState(
        Phase phase,
        long sinceNanos,
        long deadlineNanos,
        long sentBytes,
        int retries,
        @Nullable String reason) {
    /** The states of a push and the status that each shows. */
    public enum Phase {
        /** For the stream to be there. */
        WAITING(PushStatus.PENDING, false),
        CONNECTING(PushStatus.PENDING, true),
        PUBLISHING(PushStatus.PUBLISHING, true),
        /** Pausing before the next attempt. */
        RETRYING(PushStatus.PENDING, true),
        /** The target is our own server under the stream's own name: it is there already. */
        FULFILLED(PushStatus.PUBLISHING, false),
        STOPPED(PushStatus.STOPPED, false),
        FAILED(PushStatus.FAILED, false);

        private final PushStatus status;
        private final boolean timed;

        Phase(PushStatus status, boolean timed) {
            this.status = status;
            this.timed = timed;
        }

        /** Whether a deadline runs. */
        public boolean timed() {
            return timed;
        }

        /** Whether nothing more will happen. */
        public boolean over() {
            return this == STOPPED || this == FAILED;
        }
    }

    public static PushState waiting(long nowNanos) {
        return new PushState(Phase.WAITING, nowNanos, 0, 0, 0, null);
    }

    public PushStatus status() {
        return phase.status;
    }

    PushState enter(Phase next, long nowNanos, long deadlineNanos) {
        return new PushState(next, nowNanos, deadlineNanos, 0, retries, reason);
    }

    PushState because(String sentence) {
        return new PushState(phase, sinceNanos, deadlineNanos, sentBytes, retries, sentence);
    }

    PushState retried() {
        return new PushState(phase, sinceNanos, deadlineNanos, sentBytes, retries + 1, reason);
    }

    PushState progressed(long bytes, long newDeadlineNanos) {
        return new PushState(phase, sinceNanos, newDeadlineNanos, bytes, retries, reason);
    }
}
