package io.sipcast.push;

import io.sipcast.push.PushState.Phase;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.SendProgress.Waiting;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The life of a push: connect, publish, and when that is lost try again, after pauses that double
 * up to a limit. Each is shortened at random by up to a half, so that what failed together does not
 * come back together. Pure: the driver carries out the action and reports.
 *
 * <pre>
 * WAITING ─ StreamLive ─► CONNECTING ─ Accepted ─► PUBLISHING
 *                          │  ▲ │ Lost, too slow    │ Lost, no progress
 *           OwnServer ─────┘  │ ▼                   ▼
 *           FULFILLED         └─── a pause ─────── RETRYING
 * from anywhere: Stop ─► STOPPED; a permanent failure, or too many retries ─► FAILED
 * </pre>
 *
 * <p>A server that has once taken the stream is not left for its refusal: it may be starting anew.
 * Only where we may not connect is always final.
 */
public final class PushMachine {
    private final PushPolicy policy;
    private final RandomGenerator random;

    public PushMachine(PushPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** What the driver does after a step. */
    public enum Action {
        NONE,
        /** Resolve, connect and publish. */
        CONNECT,
        /** Close the connection, if there is one. */
        CLOSE,
        /** Close it with a reset: nothing that we said would arrive. */
        ABORT
    }

    /** A step's outcome. */
    public record Step(PushState next, Action action) {}

    public Step step(PushState state, PushInput input, long nowNanos) {
        if (state.phase().over()) {
            return stay(state);
        }
        return switch (input) {
            case PushInput.StreamLive() ->
                    state.phase() == Phase.WAITING ? connect(state, nowNanos) : stay(state);
            case PushInput.Accepted() ->
                    state.phase() == Phase.CONNECTING
                            ? stay(enter(state, Phase.PUBLISHING, nowNanos, policy.noProgress()))
                            : stay(state);
            case PushInput.OwnServer() ->
                    new Step(state.enter(Phase.FULFILLED, nowNanos, 0), Action.CLOSE);
            case PushInput.Lost(RtmpFailure why) -> lost(state, why, nowNanos);
            case PushInput.Progress(SendProgress sent) -> stay(progress(state, sent, nowNanos));
            case PushInput.TimedOut() -> timedOut(state, nowNanos);
            case PushInput.Stop(String reason) ->
                    new Step(state.because(reason).enter(Phase.STOPPED, nowNanos, 0), Action.CLOSE);
        };
    }

    private Step timedOut(PushState state, long nowNanos) {
        if (!state.phase().timed() || nowNanos - state.deadlineNanos() < 0) {
            return stay(state);
        }
        return switch (state.phase()) {
            case CONNECTING ->
                    lost(state, new RtmpFailure.TooSlow(policy.connectLimit()), nowNanos);
            case PUBLISHING -> lost(state, stalled(state.sent().waiting()), nowNanos);
            case RETRYING -> connect(state.retried(), nowNanos);
            case WAITING, FULFILLED, STOPPED, FAILED -> stay(state);
        };
    }

    private RtmpFailure stalled(Waiting waiting) {
        return waiting == Waiting.FOR_READER
                ? new RtmpFailure.StoppedReading(policy.noProgress())
                : new RtmpFailure.NoProgress(policy.noProgress());
    }

    /** A loss that is told twice, or after the end, changes nothing. */
    private Step lost(PushState state, RtmpFailure why, long nowNanos) {
        if (state.phase() != Phase.CONNECTING && state.phase() != Phase.PUBLISHING) {
            return stay(state);
        }
        boolean wentWell =
                state.phase() == Phase.PUBLISHING
                        && nowNanos - state.sinceNanos() >= policy.longestPause().toNanos();
        PushState failed = (wentWell ? state.wentWell() : state).failed(why, nowNanos);
        Action action = isStall(why) ? Action.ABORT : Action.CLOSE;
        if (isFinal(why, state.taken()) || policy.givesUpAfter(failed.retriesInARow())) {
            return new Step(failed.enter(Phase.FAILED, nowNanos, 0), action);
        }
        long longest = policy.pauseNanos(failed.retriesInARow());
        long pause = longest - random.nextLong(longest / 2 + 1);
        return new Step(failed.enter(Phase.RETRYING, nowNanos, nowNanos + pause), action);
    }

    private static boolean isFinal(RtmpFailure why, boolean taken) {
        return why.permanent() && (!taken || why instanceof RtmpFailure.NotAllowed);
    }

    private static boolean isStall(RtmpFailure why) {
        return why instanceof RtmpFailure.StoppedReading || why instanceof RtmpFailure.NoProgress;
    }

    /** Nothing to send is no stall: only bytes that wait and do not leave are. */
    private PushState progress(PushState state, SendProgress now, long nowNanos) {
        if (state.phase() != Phase.PUBLISHING) {
            return state;
        }
        boolean moved =
                now.waiting() == Waiting.NOTHING || now.goneBytes() != state.sent().goneBytes();
        return state.progressed(
                now, moved ? nowNanos + policy.noProgress().toNanos() : state.deadlineNanos());
    }

    private Step connect(PushState state, long nowNanos) {
        return new Step(
                enter(state, Phase.CONNECTING, nowNanos, policy.connectLimit()), Action.CONNECT);
    }

    private static PushState enter(PushState state, Phase phase, long nowNanos, Duration limit) {
        return state.enter(phase, nowNanos, nowNanos + limit.toNanos());
    }

    private static Step stay(PushState state) {
        return new Step(state, Action.NONE);
    }
}
