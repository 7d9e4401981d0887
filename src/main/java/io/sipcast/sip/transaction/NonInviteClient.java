package io.sipcast.sip.transaction;

import io.sipcast.sip.transaction.Action.Arm;
import io.sipcast.sip.transaction.Action.Disarm;
import io.sipcast.sip.transaction.ClientInput.Answer;
import io.sipcast.sip.transaction.ClientInput.Expired;
import io.sipcast.sip.transaction.ClientInput.TransportError;

/** The client transaction of every other request (RFC 3261 §17.1.2). */
public final class NonInviteClient {
    public sealed interface State extends ClientState {
        /** Sent; the next sending is {@code pauseNanos} after the last. */
        record Trying(long pauseNanos) implements State {}

        record Proceeding() implements State {}

        record Completed() implements State {}

        record Terminated() implements State {}

        @Override
        default boolean terminated() {
            return this instanceof Terminated;
        }
    }

    private static final State PROCEEDING = new State.Proceeding();
    private static final State COMPLETED = new State.Completed();
    private static final State TERMINATED = new State.Terminated();

    private static final Action NO_E = new Disarm(TimerName.E);
    private static final Action NO_F = new Disarm(TimerName.F);

    private NonInviteClient() {}

    /** The first step: the request leaves. */
    public static Step<State> start(Timing timing) {
        State trying = new State.Trying(timing.t1Nanos());
        Action giveUp = new Arm(TimerName.F, timing.giveUpNanos());
        return timing.reliable()
                ? Step.to(trying, Action.SEND, giveUp)
                : Step.to(trying, Action.SEND, new Arm(TimerName.E, timing.t1Nanos()), giveUp);
    }

    public static Step<State> step(Timing timing, State state, ClientInput input) {
        return switch (state) {
            case State.Trying(long pauseNanos) ->
                    waiting(timing, state, timing.backOff(pauseNanos), input);
            case State.Proceeding _ -> waiting(timing, state, timing.t2Nanos(), input);
            case State.Completed _ -> completed(state, input);
            case State.Terminated _ -> Step.to(state);
        };
    }

    private static Step<State> waiting(
            Timing timing, State state, long nextPauseNanos, ClientInput input) {
        return switch (input) {
            case Answer answer when answer.provisional() -> Step.to(PROCEEDING, Action.DELIVER);
            case Answer _ -> finalAnswer(timing);
            case Expired(TimerName timer) when timer == TimerName.E ->
                    Step.to(
                            state instanceof State.Trying
                                    ? new State.Trying(nextPauseNanos)
                                    : state,
                            Action.SEND,
                            new Arm(TimerName.E, nextPauseNanos));
            case Expired(TimerName timer) when timer == TimerName.F ->
                    Step.to(TERMINATED, Action.TIMED_OUT);
            case Expired _ -> Step.to(state);
            case TransportError _ -> Step.to(TERMINATED, Action.UNREACHABLE);
        };
    }

    private static Step<State> finalAnswer(Timing timing) {
        return timing.reliable()
                ? Step.to(TERMINATED, Action.DELIVER)
                : Step.to(
                        COMPLETED,
                        NO_E,
                        NO_F,
                        Action.DELIVER,
                        new Arm(TimerName.K, timing.t4Nanos()));
    }

    private static Step<State> completed(State state, ClientInput input) {
        return switch (input) {
            case Expired(TimerName timer) when timer == TimerName.K -> Step.to(TERMINATED);
            case Answer _, Expired _, TransportError _ -> Step.to(state);
        };
    }
}
