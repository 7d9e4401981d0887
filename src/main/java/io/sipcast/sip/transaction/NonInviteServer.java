package io.sipcast.sip.transaction;

import io.sipcast.sip.transaction.Action.Arm;
import io.sipcast.sip.transaction.ServerInput.Ack;
import io.sipcast.sip.transaction.ServerInput.Expired;
import io.sipcast.sip.transaction.ServerInput.Repeated;
import io.sipcast.sip.transaction.ServerInput.Respond;
import io.sipcast.sip.transaction.ServerInput.TransportError;

/** The server transaction of every other request (RFC 3261 §17.2.2). */
public final class NonInviteServer {
    public sealed interface State extends ServerState {
        record Trying() implements State {}

        record Proceeding() implements State {}

        record Completed() implements State {}

        record Terminated() implements State {}

        @Override
        default boolean terminated() {
            return this instanceof Terminated;
        }
    }

    private static final State TRYING = new State.Trying();
    private static final State PROCEEDING = new State.Proceeding();
    private static final State COMPLETED = new State.Completed();
    private static final State TERMINATED = new State.Terminated();

    private NonInviteServer() {}

    /** The first step: the request goes to the user. */
    public static Step<State> start() {
        return Step.to(TRYING, Action.DELIVER);
    }

    public static Step<State> step(Timing timing, State state, ServerInput input) {
        return switch (state) {
            case State.Trying _, State.Proceeding _ -> waiting(timing, state, input);
            case State.Completed _ -> completed(state, input);
            case State.Terminated _ -> Step.to(state);
        };
    }

    private static Step<State> waiting(Timing timing, State state, ServerInput input) {
        return switch (input) {
            case Repeated _ ->
                    state instanceof State.Proceeding
                            ? Step.to(state, Action.SEND)
                            : Step.to(state);
            case Respond response when response.provisional() -> Step.to(PROCEEDING, Action.SEND);
            case Respond _ ->
                    timing.reliable()
                            ? Step.to(TERMINATED, Action.SEND)
                            : Step.to(
                                    COMPLETED,
                                    Action.SEND,
                                    new Arm(TimerName.J, timing.giveUpNanos()));
            case TransportError _ -> Step.to(TERMINATED, Action.UNREACHABLE);
            case Ack _, Expired _ -> Step.to(state);
        };
    }

    private static Step<State> completed(State state, ServerInput input) {
        return switch (input) {
            case Repeated _ -> Step.to(state, Action.SEND);
            case Expired(TimerName timer) when timer == TimerName.J -> Step.to(TERMINATED);
            case TransportError _ -> Step.to(TERMINATED, Action.UNREACHABLE);
            case Ack _, Respond _, Expired _ -> Step.to(state);
        };
    }
}
