package io.sipcast.push;

import io.sipcast.push.PushState.Phase;
import java.time.Duration;

/**
 * The life of a push: connect, publish, and when that is lost try again every 5 s until stopped.
 * Pure: the driver carries out the action and reports.
 *
 * <pre>
 * WAITING ─ StreamLive ─► CONNECTING ─ Accepted ─► PUBLISHING
 *                          │  ▲ │ Lost, 15 s        │ Lost, 30 s without progress
 *           OwnServer ─────┘  │ ▼                   ▼
 *           FULFILLED         └── 5 s ─────────── RETRYING
 * from anywhere: Stop ─► STOPPED, Unusable ─► FAILED
 * </pre>
 */
public final class PushMachine {
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    public static final Duration NO_PROGRESS = Duration.ofSeconds(30);

    /** TCP, TLS, handshake and the commands up to publish together. */
    public static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

    private PushMachine() {}

    /** What the driver does after a step. */
    public enum Action {
        NONE,
        /** Resolve, connect and publish. */
        CONNECT,
        /** Close the connection, if there is one. */
        CLOSE
    }

    /** A step's outcome. */
    public record Step(PushState next, Action action) {}

    public static Step step(PushState state, PushInput input, long nowNanos) {
        if (state.phase().over()) {
            return stay(state);
        }
        return switch (input) {
            case PushInput.StreamLive() ->
                    state.phase() == Phase.WAITING ? connect(state, nowNanos) : stay(state);
            case PushInput.Accepted() ->
                    state.phase() == Phase.CONNECTING
                            ? stay(enter(state, Phase.PUBLISHING, nowNanos, NO_PROGRESS))
                            : stay(state);
            case PushInput.OwnServer() ->
                    new Step(state.enter(Phase.FULFILLED, nowNanos, 0), Action.CLOSE);
            case PushInput.Lost(String reason) -> lost(state, reason, nowNanos);
            case PushInput.Unusable(String reason) -> end(state, Phase.FAILED, reason, nowNanos);
            case PushInput.Progress(long sent, boolean waiting) ->
                    stay(progress(state, sent, waiting, nowNanos));
            case PushInput.TimedOut() -> timedOut(state, nowNanos);
            case PushInput.Stop(String reason) -> end(state, Phase.STOPPED, reason, nowNanos);
        };
    }

    private static Step timedOut(PushState state, long nowNanos) {
        if (!state.phase().timed() || nowNanos - state.deadlineNanos() < 0) {
            return stay(state);
        }
        return switch (state.phase()) {
            case CONNECTING ->
                    lost(
                            state,
                            "The server did not accept the stream within "
                                    + CONNECT_LIMIT.toSeconds()
                                    + " s.",
                            nowNanos);
            case PUBLISHING ->
                    lost(
                            state,
                            "The server took no data for " + NO_PROGRESS.toSeconds() + " s.",
                            nowNanos);
            case RETRYING -> connect(state.retried(), nowNanos);
            case WAITING, FULFILLED, STOPPED, FAILED -> stay(state);
        };
    }

    /** A loss that is told twice, or after the end, changes nothing. */
    private static Step lost(PushState state, String reason, long nowNanos) {
        return state.phase() == Phase.CONNECTING || state.phase() == Phase.PUBLISHING
                ? new Step(
                        enter(state.because(reason), Phase.RETRYING, nowNanos, RETRY_AFTER),
                        Action.CLOSE)
                : stay(state);
    }

    /** Nothing to send is no stall: only bytes that wait and do not leave are. */
    private static PushState progress(PushState state, long sent, boolean waiting, long nowNanos) {
        return state.phase() == Phase.PUBLISHING && (!waiting || sent != state.sentBytes())
                ? state.progressed(sent, nowNanos + NO_PROGRESS.toNanos())
                : state;
    }

    private static Step connect(PushState state, long nowNanos) {
        return new Step(enter(state, Phase.CONNECTING, nowNanos, CONNECT_LIMIT), Action.CONNECT);
    }

    private static Step end(PushState state, Phase phase, String reason, long nowNanos) {
        return new Step(state.because(reason).enter(phase, nowNanos, 0), Action.CLOSE);
    }

    private static PushState enter(PushState state, Phase phase, long nowNanos, Duration limit) {
        return state.enter(phase, nowNanos, nowNanos + limit.toNanos());
    }

    private static Step stay(PushState state) {
        return new Step(state, Action.NONE);
    }
}
