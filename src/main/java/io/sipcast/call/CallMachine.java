package io.sipcast.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a call, from "accepted" to "everything released". Pure: inputs in, the next state and
 * the actions out. SIP itself is the user agent's; here it is decided what a call does about it.
 *
 * <pre>
 * NEW ─► REGISTERING ─► INVITING ──► ESTABLISHED ─► ENDING ─► ENDED
 *   │└──────────────────►┘ │  │       ▲             ▲          ▲
 *   └─► ANSWERING ─────────┼──┼───────┘             │          │
 *           └──────────────┼──┴─────────────────────┘          │
 *                └─────────┴─ every failure before the answer ─┘
 * </pre>
 *
 * <p>Where early media is wanted, a call goes live with the first early answer, and each answer
 * after that, the final one too, may change what is heard. Otherwise early media is only shown.
 *
 * <p>Timers belong to the state that armed them: leaving the state cancels them.
 */
public final class CallMachine {
    /** Where a call is; its status as REST shows it is finer. */
    public enum Phase {
        NEW,
        REGISTERING,
        INVITING,
        /** It has come in; descriptions are not agreed on yet. */
        ANSWERING,
        ESTABLISHED,
        /** CANCEL or BYE is on its way: all is released, SIP has not confirmed it. */
        ENDING,
        ENDED
    }

    /**
     * Where a call is and what it shows.
     *
     * @param sipStatus the last SIP status code, 0 before the first
     * @param end why it ends, once that is known
     */
    public record State(Phase phase, CallStatus status, int sipStatus, @Nullable CallEnd end) {
        static final State NEW = new State(Phase.NEW, CallStatus.NEW, 0, null);

        private State to(Phase next, CallStatus nextStatus) {
            return new State(next, nextStatus, sipStatus, end);
        }

        private State heard(int code, CallStatus nextStatus) {
            return new State(phase, nextStatus, code, end);
        }

        private State ending(Phase next, CallEnd why) {
            return new State(next, why.status(), why.sipStatus(), why);
        }
    }

    /** What happens to a call. */
    public sealed interface Input {
        record Start(boolean register) implements Input {}

        /** The call is one that came in. */
        record Arrived() implements Input {}

        /** On the way to what comes of the registration: 100, 401 or 200. */
        record RegistrarAnswered(int sipStatus) implements Input {}

        record Registered() implements Input {}

        record Provisional(int sipStatus, boolean withSdp) implements Input {}

        /** 2xx of either side, with descriptions that we can work with. */
        record Answered(int sipStatus) implements Input {}

        /** 2xx whose description has nothing for us: the call stands, and must be ended. */
        record AnsweredUnusably(CallEnd why) implements Input {}

        /** The INVITE that came in can't be answered well. */
        record Unacceptable(CallEnd why) implements Input {}

        /** Registration, INVITE or preparation failed: SIP has nothing left of it. */
        record Failed(CallEnd why) implements Input {}

        record Held() implements Input {}

        record Resumed() implements Input {}

        record HungUp(String reason) implements Input {}

        /** No RTP came, or none any more. */
        record MediaLost(CallEnd why) implements Input {}

        record Terminate(CallEnd why) implements Input {}

        /** SIP has nothing left of the call that is ending. */
        record SipOver() implements Input {}

        record TimedOut(Timer timer) implements Input {}
    }

    /** What the driver does for a call. */
    public sealed interface Action {
        record Register() implements Action {}

        record Invite() implements Action {}

        /** To the INVITE that came in. */
        record Answer() implements Action {}

        /** Turns the INVITE that came in down. */
        record Refuse(CallEnd why) implements Action {}

        /** CANCEL, or BYE should a 2xx cross it; a refusal of what came in. */
        record Cancel() implements Action {}

        record Bye() implements Action {}

        /** Media flows and targets are connected as last agreed, though nobody has answered. */
        record HearEarly() implements Action {}

        /**
         * Media flows and targets are connected as last agreed, and media is missed from now on.
         */
        record GoLive() implements Action {}

        record Arm(Timer timer, Duration after) implements Action {}

        /** Ports, stream, target and names are let go of, and the end is recorded. */
        record Release(CallEnd why) implements Action {}

        /** SIP has nothing left of it: neither has the account's registration a use for it. */
        record Forget() implements Action {}
    }

    /** What a call waits for. */
    public enum Timer {
        /** From the INVITE to its final answer. */
        RING,
        /** From the answer on: no call may be longer. */
        LONGEST,
        /** From CANCEL or BYE until SIP says that it is over. */
        ENDING
    }

    /** The state that follows, and what is to be done in this order. */
    public record Step(State next, List<Action> actions) {
        static Step to(State next, Action... actions) {
            return new Step(next, List.of(actions));
        }
    }

    /** Longer than timer B and timer F of SIP, so that SIP itself gives up first: 32 s. */
    private static final Duration SIP_PATIENCE = Duration.ofSeconds(35);

    private final Duration ringTimeout;
    private final boolean earlyMedia;
    private final Optional<Duration> longest;

    /** For a call of any length that is heard from its answer on. */
    public CallMachine(Duration ringTimeout) {
        this(ringTimeout, false, Optional.empty());
    }

    /**
     * For one call.
     *
     * @param earlyMedia whether media flows before the answer
     * @param longest that it may last from the answer on; empty for as long as it likes
     */
    public CallMachine(Duration ringTimeout, boolean earlyMedia, Optional<Duration> longest) {
        this.ringTimeout = ringTimeout;
        this.earlyMedia = earlyMedia;
        this.longest = longest;
    }

    public static State start() {
        return State.NEW;
    }

    public Step step(State state, Input input) {
        return switch (state.phase()) {
            case NEW, REGISTERING -> beforeInvite(state, input);
            case INVITING -> inviting(state, input);
            case ANSWERING -> answering(state, input);
            case ESTABLISHED -> established(state, input);
            case ENDING -> ending(state, input);
            case ENDED -> Step.to(state);
        };
    }

    private Step beforeInvite(State state, Input input) {
        return switch (input) {
            case Input.Start(boolean register) when register ->
                    Step.to(state.to(Phase.REGISTERING, CallStatus.PENDING), new Action.Register());
            case Input.Start _, Input.Registered _ ->
                    Step.to(
                            state.to(Phase.INVITING, CallStatus.PENDING),
                            new Action.Invite(),
                            new Action.Arm(Timer.RING, ringTimeout));
            case Input.Arrived _ ->
                    Step.to(state.to(Phase.ANSWERING, CallStatus.RING), new Action.Answer());
            case Input.RegistrarAnswered(int code) -> Step.to(state.heard(code, state.status()));
            case Input.Failed(var why) -> ended(state, why);
            case Input.Terminate(var why) -> ended(state, why);
            case Input.Unacceptable _,
                    Input.Provisional _,
                    Input.Answered _,
                    Input.AnsweredUnusably _,
                    Input.Held _,
                    Input.Resumed _,
                    Input.HungUp _,
                    Input.MediaLost _,
                    Input.SipOver _,
                    Input.TimedOut _ ->
                    Step.to(state);
        };
    }

    private Step inviting(State state, Input input) {
        return switch (input) {
            case Input.Provisional(int code, boolean withSdp) -> {
                State next = state.heard(code, ringing(state.status(), code, withSdp));
                yield withSdp && earlyMedia ? Step.to(next, new Action.HearEarly()) : Step.to(next);
            }
            case Input.Answered(int code) -> goLive(state.heard(code, CallStatus.ESTABLISHED));
            case Input.AnsweredUnusably(var why) -> endWith(state, new Action.Bye(), why);
            case Input.Failed(var why) -> ended(state, why);
            case Input.HungUp(var reason) -> ended(state, new CallEnd.HungUp(reason));
            case Input.Terminate(var why) -> endWith(state, new Action.Cancel(), why);
            case Input.MediaLost(var why) -> endWith(state, new Action.Cancel(), why);
            case Input.TimedOut(var timer) when timer == Timer.RING ->
                    endWith(state, new Action.Cancel(), new CallEnd.NoAnswer(ringTimeout));
            case Input.Start _,
                    Input.Arrived _,
                    Input.Unacceptable _,
                    Input.RegistrarAnswered _,
                    Input.Registered _,
                    Input.Held _,
                    Input.Resumed _,
                    Input.SipOver _,
                    Input.TimedOut _ ->
                    Step.to(state);
        };
    }

    private Step goLive(State state) {
        List<Action> actions = new ArrayList<>(List.of(new Action.GoLive()));
        longest.ifPresent(after -> actions.add(new Action.Arm(Timer.LONGEST, after)));
        return new Step(state.to(Phase.ESTABLISHED, CallStatus.ESTABLISHED), actions);
    }

    private Step answering(State state, Input input) {
        return switch (input) {
            case Input.Answered(int code) -> goLive(state.heard(code, CallStatus.ESTABLISHED));
            case Input.Unacceptable(var why) -> endWith(state, new Action.Refuse(why), why);
            case Input.AnsweredUnusably(var why) -> endWith(state, new Action.Bye(), why);
            case Input.Failed(var why) -> ended(state, why);
            case Input.Terminate(var why) -> endWith(state, new Action.Cancel(), why);
            case Input.Start _,
                    Input.Arrived _,
                    Input.RegistrarAnswered _,
                    Input.Registered _,
                    Input.Provisional _,
                    Input.Held _,
                    Input.Resumed _,
                    Input.HungUp _,
                    Input.MediaLost _,
                    Input.SipOver _,
                    Input.TimedOut _ ->
                    Step.to(state);
        };
    }

    /** A 100 after a 180 does not take the ringing back. */
    private static CallStatus ringing(CallStatus before, int code, boolean withSdp) {
        if (withSdp) {
            return CallStatus.RING_MEDIA;
        }
        return switch (code) {
            case 100 -> before == CallStatus.PENDING ? CallStatus.TRYING : before;
            case 180 -> before == CallStatus.RING_MEDIA ? before : CallStatus.RING;
            case 199 -> before; // one branch of several is over, RFC 6228
            default ->
                    before == CallStatus.RING_MEDIA || before == CallStatus.RING
                            ? before
                            : CallStatus.SESSION_PROGRESS;
        };
    }

    private Step established(State state, Input input) {
        return switch (input) {
            case Input.Held _ -> Step.to(state.to(Phase.ESTABLISHED, CallStatus.HOLD));
            case Input.Resumed _ -> Step.to(state.to(Phase.ESTABLISHED, CallStatus.ESTABLISHED));
            case Input.HungUp(var reason) -> ended(state, new CallEnd.HungUp(reason));
            case Input.MediaLost(var why) -> endWith(state, new Action.Bye(), why);
            case Input.Terminate(var why) -> endWith(state, new Action.Bye(), why);
            case Input.Failed(var why) -> ended(state, why);
            case Input.AnsweredUnusably(var why) -> endWith(state, new Action.Bye(), why);
            case Input.TimedOut(var timer) when timer == Timer.LONGEST ->
                    endWith(state, new Action.Bye(), new CallEnd.TooLong(longest.orElseThrow()));
            case Input.Start _,
                    Input.Arrived _,
                    Input.Unacceptable _,
                    Input.RegistrarAnswered _,
                    Input.Registered _,
                    Input.Provisional _,
                    Input.Answered _,
                    Input.SipOver _,
                    Input.TimedOut _ ->
                    Step.to(state);
        };
    }

    /** The first reason stands, whatever SIP still brings. */
    private Step ending(State state, Input input) {
        return switch (input) {
            case Input.SipOver _, Input.Failed _, Input.HungUp _ -> over(state);
            case Input.TimedOut(var timer) when timer == Timer.ENDING -> over(state);
            case Input.Start _,
                    Input.Arrived _,
                    Input.Unacceptable _,
                    Input.RegistrarAnswered _,
                    Input.Registered _,
                    Input.Provisional _,
                    Input.Answered _,
                    Input.AnsweredUnusably _,
                    Input.Held _,
                    Input.Resumed _,
                    Input.MediaLost _,
                    Input.Terminate _,
                    Input.TimedOut _ ->
                    Step.to(state);
        };
    }

    /** What the viewer sees ends at once; SIP may take its time. */
    private static Step endWith(State state, Action how, CallEnd why) {
        return Step.to(
                state.ending(Phase.ENDING, why),
                how,
                new Action.Release(why),
                new Action.Arm(Timer.ENDING, SIP_PATIENCE));
    }

    private static Step over(State state) {
        return Step.to(state.to(Phase.ENDED, state.status()), new Action.Forget());
    }

    private static Step ended(State state, CallEnd why) {
        return Step.to(
                state.ending(Phase.ENDED, why), new Action.Release(why), new Action.Forget());
    }
}
