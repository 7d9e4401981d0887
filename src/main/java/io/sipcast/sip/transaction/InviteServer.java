package io.sipcast.sip.transaction;

import io.sipcast.sip.transaction.Action.Arm;
import io.sipcast.sip.transaction.Action.Disarm;
import io.sipcast.sip.transaction.ServerInput.Ack;
import io.sipcast.sip.transaction.ServerInput.Expired;
import io.sipcast.sip.transaction.ServerInput.Repeated;
import io.sipcast.sip.transaction.ServerInput.Respond;
import io.sipcast.sip.transaction.ServerInput.TransportError;

/**
 * The INVITE server transaction of RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1: the
 * user repeats its 2xx until the ACK comes, the transaction only takes in what is repeated.
 */
public final class InviteServer {
    public sealed interface State extends ServerState {
        /** Not answered finally yet. */
        record Proceeding(boolean answered) implements State {}

        /** Failed; the next sending is {@code pauseNanos} after the last. */
        record Completed(long pauseNanos) implements State {}

        record Confirmed() implements State {}

        record Accepted() implements State {}

        record Terminated() implements State {}

        @Override
        default boolean terminated() {
            return this instanceof Terminated;
        }
    }

    private static final State ANSWERED = new State.Proceeding(true);
    private static final State CONFIRMED = new State.Confirmed();
    private static final State ACCEPTED = new State.Accepted();
    private static final State TERMINATED = new State.Terminated();

    private static final Action TRYING_IS_DUE = new Arm(TimerName.TRYING, Timing.TRYING_NANOS);
    private static final Action NO_TRYING = new Disarm(TimerName.TRYING);
    private static final Action NO_G = new Disarm(TimerName.G);
    private static final Action NO_H = new Disarm(TimerName.H);

    private InviteServer() {}

    /** The first step: the request goes to the user. */
    public static Step<State> start() {
        return Step.to(new State.Proceeding(false), Action.DELIVER, TRYING_IS_DUE);
    }

    public static Step<State> step(Timing timing, State state, ServerInput input) {
        return switch (state) {
            case State.Proceeding(boolean answered) -> proceeding(timing, state, answered, input);
            case State.Completed(long pauseNanos) -> completed(timing, state, pauseNanos, input);
            case State.Confirmed _ -> confirmed(state, input);
            case State.Accepted _ -> accepted(state, input);
            case State.Terminated _ -> Step.to(state);
        };
    }

    private static Step<State> proceeding(
            Timing timing, State state, boolean answered, ServerInput input) {
        return switch (input) {
            case Repeated _ -> answered ? Step.to(state, Action.SEND) : Step.to(state);
            case Respond response when response.provisional() ->
                    Step.to(ANSWERED, NO_TRYING, Action.SEND);
            case Respond response when response.success() ->
                    Step.to(
                            ACCEPTED,
                            NO_TRYING,
                            Action.SEND,
                            new Arm(TimerName.L, timing.giveUpNanos()));
            case Respond _ -> failed(timing);
            case Expired(TimerName timer) when timer == TimerName.TRYING && !answered ->
                    Step.to(ANSWERED, Action.SEND_TRYING);
            case TransportError _ -> Step.to(state, Action.UNREACHABLE);
            case Ack _, Expired _ -> Step.to(state);
        };
    }

    private static Step<State> failed(Timing timing) {
        State completed = new State.Completed(timing.t1Nanos());
        Action giveUp = new Arm(TimerName.H, timing.giveUpNanos());
        return timing.reliable()
                ? Step.to(completed, NO_TRYING, Action.SEND, giveUp)
                : Step.to(
                        completed,
                        NO_TRYING,
                        Action.SEND,
                        new Arm(TimerName.G, timing.t1Nanos()),
                        giveUp);
    }

    private static Step<State> completed(
            Timing timing, State state, long pauseNanos, ServerInput input) {
        return switch (input) {
            case Repeated _ -> Step.to(state, Action.SEND);
            case Ack _ ->
                    timing.reliable()
                            ? Step.to(TERMINATED)
                            : Step.to(
                                    CONFIRMED, NO_G, NO_H, new Arm(TimerName.I, timing.t4Nanos()));
            case Expired(TimerName timer) when timer == TimerName.G -> {
                long next = timing.backOff(pauseNanos);
                yield Step.to(new State.Completed(next), Action.SEND, new Arm(TimerName.G, next));
            }
            case Expired(TimerName timer) when timer == TimerName.H ->
                    Step.to(TERMINATED, Action.TIMED_OUT);
            case TransportError _ -> Step.to(state, Action.UNREACHABLE);
            case Respond _, Expired _ -> Step.to(state);
        };
    }

    private static Step<State> confirmed(State state, ServerInput input) {
        return switch (input) {
            case Expired(TimerName timer) when timer == TimerName.I -> Step.to(TERMINATED);
            case Repeated _, Ack _, Respond _, Expired _, TransportError _ -> Step.to(state);
        };
    }

    private static Step<State> accepted(State state, ServerInput input) {
        return switch (input) {
            case Ack _ -> Step.to(state, Action.DELIVER);
            case Respond response when response.success() -> Step.to(state, Action.SEND);
            case Expired(TimerName timer) when timer == TimerName.L -> Step.to(TERMINATED);
            case TransportError _ -> Step.to(state, Action.UNREACHABLE);
            case Repeated _, Respond _, Expired _ -> Step.to(state);
        };
    }
}
