package io.sipcast.sip.transaction;

import io.sipcast.sip.transaction.Action.Arm;
import io.sipcast.sip.transaction.Action.Disarm;
import io.sipcast.sip.transaction.ClientInput.Answer;
import io.sipcast.sip.transaction.ClientInput.Expired;
import io.sipcast.sip.transaction.ClientInput.TransportError;

/**
 * The INVITE client transaction of RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2: every
 * 2xx reaches the user, who acknowledges it.
 */
public final class InviteClient {
    public sealed interface State extends ClientState {
        /** Sent; the next sending is {@code pauseNanos} after the last. */
        record Calling(long pauseNanos) implements State {}

        record Proceeding() implements State {}

        record Completed() implements State {}

        record Accepted() implements State {}

        record Terminated() implements State {}

        @Override
        default boolean terminated() {
            return this instanceof Terminated;
        }
    }

    private static final State PROCEEDING = new State.Proceeding();
    private static final State COMPLETED = new State.Completed();
    private static final State ACCEPTED = new State.Accepted();
    private static final State TERMINATED = new State.Terminated();

    private static final Action NO_A = new Disarm(TimerName.A);
    private static final Action NO_B = new Disarm(TimerName.B);

    private InviteClient() {}

    /** The first step: the request leaves. */
    public static Step<State> start(Timing timing) {
        State calling = new State.Calling(timing.t1Nanos());
        Action giveUp = new Arm(TimerName.B, timing.giveUpNanos());
        return timing.reliable()
                ? Step.to(calling, Action.SEND, giveUp)
                : Step.to(calling, Action.SEND, new Arm(TimerName.A, timing.t1Nanos()), giveUp);
    }

    public static Step<State> step(Timing timing, State state, ClientInput input) {
        return switch (state) {
            case State.Calling(long pauseNanos) -> calling(timing, state, pauseNanos, input);
            case State.Proceeding _ -> proceeding(timing, state, input);
            case State.Completed _ -> completed(state, input);
            case State.Accepted _ -> accepted(state, input);
            case State.Terminated _ -> Step.to(state);
        };
    }

    private static Step<State> calling(
            Timing timing, State state, long pauseNanos, ClientInput input) {
        return switch (input) {
            case Answer answer when answer.provisional() ->
                    Step.to(PROCEEDING, NO_A, NO_B, Action.DELIVER);
            case Answer answer -> finalAnswer(timing, answer);
            case Expired(TimerName timer) when timer == TimerName.A ->
                    Step.to(
                            new State.Calling(2 * pauseNanos),
                            Action.SEND,
                            new Arm(TimerName.A, 2 * pauseNanos));
            case Expired(TimerName timer) when timer == TimerName.B ->
                    Step.to(TERMINATED, Action.TIMED_OUT);
            case Expired _ -> Step.to(state);
            case TransportError _ -> Step.to(TERMINATED, Action.UNREACHABLE);
        };
    }

    private static Step<State> proceeding(Timing timing, State state, ClientInput input) {
        return switch (input) {
            case Answer answer when answer.provisional() -> Step.to(state, Action.DELIVER);
            case Answer answer -> finalAnswer(timing, answer);
            case Expired _, TransportError _ -> Step.to(state); // nothing is under way
        };
    }

    private static Step<State> finalAnswer(Timing timing, Answer answer) {
        if (answer.success()) {
            return Step.to(
                    ACCEPTED,
                    NO_A,
                    NO_B,
                    Action.DELIVER,
                    new Arm(TimerName.M, timing.giveUpNanos()));
        }
        return timing.reliable()
                ? Step.to(TERMINATED, Action.ACKNOWLEDGE, Action.DELIVER)
                : Step.to(
                        COMPLETED,
                        NO_A,
                        NO_B,
                        Action.ACKNOWLEDGE,
                        Action.DELIVER,
                        new Arm(TimerName.D, timing.giveUpNanos()));
    }

    private static Step<State> completed(State state, ClientInput input) {
        return switch (input) {
            case Answer(int status) when status >= 300 -> Step.to(state, Action.ACKNOWLEDGE);
            case Expired(TimerName timer) when timer == TimerName.D -> Step.to(TERMINATED);
            case TransportError _ -> Step.to(TERMINATED); // the user has its answer already
            case Answer _, Expired _ -> Step.to(state);
        };
    }

    private static Step<State> accepted(State state, ClientInput input) {
        return switch (input) {
            case Answer answer when answer.success() -> Step.to(state, Action.DELIVER);
            case Expired(TimerName timer) when timer == TimerName.M -> Step.to(TERMINATED);
            case Answer _, Expired _, TransportError _ -> Step.to(state);
        };
    }
}
