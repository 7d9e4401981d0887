package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.call.CallMachine.Action;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.call.CallMachine.Phase;
import io.sipcast.call.CallMachine.State;
import io.sipcast.call.CallMachine.Step;
import io.sipcast.call.CallMachine.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a call that came in. */
class IncomingCallMachineTest {
    private static final Action ARM_ENDING = new Action.Arm(Timer.ENDING, Duration.ofSeconds(35));
    private static final Action ANSWER = new Action.Answer();
    private static final Action GO_LIVE = new Action.GoLive();
    private static final Action FORGET = new Action.Forget();

    private final CallMachine machine = new CallMachine(Duration.ofSeconds(60));
    private final List<Action> actions = new ArrayList<>();
    private State state = CallMachine.start();

    @Test
    void isAnsweredAtOnceAndEndedByTheCaller() {
        CallEnd hungUp = new CallEnd.CallerHungUp("");
        feed(new Input.Arrived());
        assertThat(state.status()).isEqualTo(CallStatus.RING);
        feed(new Input.Answered(200));
        assertThat(state.status()).isEqualTo(CallStatus.ESTABLISHED);
        assertThat(state.sipStatus()).isEqualTo(200);
        feed(new Input.Held(), new Input.Resumed(), new Input.Failed(hungUp));

        assertThat(state).isEqualTo(new State(Phase.ENDED, CallStatus.FINISH, 200, hungUp));
        assertThat(actions).containsExactly(ANSWER, GO_LIVE, new Action.Release(hungUp), FORGET);
    }

    @Test
    void theCallerGivesUp() {
        CallEnd gaveUp = new CallEnd.CallerGaveUp();
        feed(new Input.Arrived(), new Input.Failed(gaveUp), new Input.Answered(200));

        assertThat(state).isEqualTo(new State(Phase.ENDED, CallStatus.FINISH, 487, gaveUp));
        assertThat(actions).containsExactly(ANSWER, new Action.Release(gaveUp), FORGET);
    }

    @Test
    void itsOfferHasNothingForUs() {
        CallEnd none = new CallEnd.NoCommonCodecs("no codec");
        feed(new Input.Arrived(), new Input.Unacceptable(none), new Input.SipOver());

        assertThat(state).isEqualTo(new State(Phase.ENDED, CallStatus.FAILED, 488, none));
        assertThat(actions)
                .containsExactly(
                        ANSWER,
                        new Action.Refuse(none),
                        new Action.Release(none),
                        ARM_ENDING,
                        FORGET);
    }

    @Test
    void itsAnswerToOurOfferHasNothingForUs() {
        CallEnd none = new CallEnd.NoCommonCodecs("the answer has no SDP");
        feed(new Input.Arrived(), new Input.AnsweredUnusably(none), new Input.SipOver());

        assertThat(state.phase()).isEqualTo(Phase.ENDED);
        assertThat(actions)
                .containsExactly(
                        ANSWER, new Action.Bye(), new Action.Release(none), ARM_ENDING, FORGET);
    }

    @Test
    void weEndItBeforeItIsAnswered() {
        CallEnd byRest = new CallEnd.Terminated("REST");
        feed(new Input.Arrived(), new Input.Terminate(byRest), new Input.SipOver());

        assertThat(state.status()).isEqualTo(CallStatus.FINISH);
        assertThat(actions)
                .containsExactly(
                        ANSWER,
                        new Action.Cancel(),
                        new Action.Release(byRest),
                        ARM_ENDING,
                        FORGET);
    }

    private void feed(Input... inputs) {
        for (Input input : inputs) {
            Step step = machine.step(state, input);
            state = step.next();
            actions.addAll(step.actions());
        }
    }
}
