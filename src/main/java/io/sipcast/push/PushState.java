package io.sipcast.push;

import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.SendProgress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a push stands.
 *
 * @param sinceNanos when the phase began, monotonic
 * @param deadlineNanos when {@link PushInput.TimedOut} is due; only where {@link Phase#timed}
 * @param sent how far this connection had come when that last grew
 * @param retries attempts after the first
 * @param retriesInARow of them, those since a publish has last gone well for a while
 * @param taken whether the server has ever accepted the stream
 * @param reason why the last attempt failed, or why the push ended, as a sentence
 * @param failures the last few, oldest first
 */
public record PushState(
        Phase phase,
        long sinceNanos,
        long deadlineNanos,
        SendProgress sent,
        int retries,
        int retriesInARow,
        boolean taken,
        @Nullable String reason,
        List<PushFailure> failures) {
    private static final int MOST_FAILURES = 8;
    private static final SendProgress NOTHING_SENT =
            new SendProgress(0, SendProgress.Waiting.NOTHING);

    public PushState {
        failures = List.copyOf(failures);
    }

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
        return new PushState(
                Phase.WAITING, nowNanos, 0, NOTHING_SENT, 0, 0, false, null, List.of());
    }

    public PushStatus status() {
        return phase.status;
    }

    PushState enter(Phase next, long nowNanos, long newDeadlineNanos) {
        boolean nowTaken = taken || next == Phase.PUBLISHING;
        return new PushState(
                next,
                nowNanos,
                newDeadlineNanos,
                NOTHING_SENT,
                retries,
                retriesInARow,
                nowTaken,
                reason,
                failures);
    }

    PushState because(String sentence) {
        return with(retries, retriesInARow, sentence, failures);
    }

    PushState failed(RtmpFailure why, long nowNanos) {
        List<PushFailure> newer = new ArrayList<>(failures);
        newer.add(new PushFailure(nowNanos, why));
        int from = Math.max(0, newer.size() - MOST_FAILURES);
        return with(retries, retriesInARow, why.sentence(), newer.subList(from, newer.size()));
    }

    /** The next failure is the first again. */
    PushState wentWell() {
        return with(retries, 0, reason, failures);
    }

    PushState retried() {
        return with(retries + 1, retriesInARow + 1, reason, failures);
    }

    private PushState with(
            int newRetries, int newInARow, @Nullable String sentence, List<PushFailure> all) {
        return new PushState(
                phase,
                sinceNanos,
                deadlineNanos,
                sent,
                newRetries,
                newInARow,
                taken,
                sentence,
                all);
    }

    PushState progressed(SendProgress now, long newDeadlineNanos) {
        return new PushState(
                phase,
                sinceNanos,
                newDeadlineNanos,
                now,
                retries,
                retriesInARow,
                taken,
                reason,
                failures);
    }
}
