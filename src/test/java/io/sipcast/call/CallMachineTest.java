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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallMachineTest {
    private static final Duration RING = Duration.ofSeconds(60);
    private static final Action ARM_RING = new Action.Arm(Timer.RING, RING);
    private static final Action ARM_ENDING = new Action.Arm(Timer.ENDING, Duration.ofSeconds(35));
    private static final Action FORGET = new Action.Forget();
    private static final CallEnd BY_REST = new CallEnd.Terminated("REST");
    private static final Input START = new Input.Start(false);
    private static final Input ANSWERED = new Input.Answered(200);

    private CallMachine machine = new CallMachine(RING);
    private final List<CallStatus> statuses = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private State state = CallMachine.start();

    @Test
    void ringsIsAnsweredAndHungUpByTheCallee() {
        feed(START, new Input.Provisional(100, false), new Input.Provisional(180, false), ANSWERED);
        feed(new Input.HungUp(""));

        assertThat(statuses)
                .containsExactly(
                        CallStatus.PENDING,
                        CallStatus.TRYING,
                        CallStatus.RING,
                        CallStatus.ESTABLISHED,
                        CallStatus.FINISH);
        assertThat(actions)
                .containsExactly(
                        new Action.Invite(),
                        ARM_RING,
                        new Action.GoLive(),
                        new Action.Release(new CallEnd.HungUp("")),
                        FORGET);
    }

    @Test
    void registersFirstWhenAskedTo() {
        feed(new Input.Start(true));
        assertThat(actions).containsExactly(new Action.Register());

        feed(new Input.Registered());
        assertThat(actions).endsWith(new Action.Invite(), ARM_RING);
    }

    @Test
    void showsWhatTheRegistrarAnswered() {
        feed(new Input.Start(true), new Input.RegistrarAnswered(401));
        assertThat(state).isEqualTo(new State(Phase.REGISTERING, CallStatus.PENDING, 401, null));

        feed(new Input.RegistrarAnswered(200), new Input.Registered());
        assertThat(state).isEqualTo(new State(Phase.INVITING, CallStatus.PENDING, 200, null));

        feed(new Input.Provisional(100, false), new Input.RegistrarAnswered(503));
        assertThat(state.sipStatus()).as("the call is further now").isEqualTo(100);
    }

    @Test
    void aFailedRegistrationEndsItBeforeTheInvite() {
        CallEnd why = new CallEnd.NotAuthorized(403, "wrong password");
        feed(new Input.Start(true), new Input.Failed(why));

        assertThat(state).isEqualTo(new State(Phase.ENDED, CallStatus.FAILED, 403, why));
        assertThat(actions).endsWith(new Action.Release(why), FORGET);
    }

    @Test
    void terminatingBeforeTheAnswerCancelsAndWaitsForSip() {
        feed(START, new Input.Provisional(180, false), new Input.Terminate(BY_REST));
        assertThat(state.phase()).isEqualTo(Phase.ENDING);
        assertThat(state.status()).isEqualTo(CallStatus.FINISH);
        assertThat(actions).endsWith(new Action.Cancel(), new Action.Release(BY_REST), ARM_ENDING);

        feed(ANSWERED); // crossed the CANCEL: the user agent sends BYE
        assertThat(state.phase()).isEqualTo(Phase.ENDING);

        feed(new Input.SipOver());
        assertThat(actions).endsWith(ARM_ENDING, FORGET);
    }

    @Test
    void terminatingAnEstablishedCallSendsBye() {
        feed(START, ANSWERED, new Input.Terminate(BY_REST), new Input.SipOver());

        assertThat(actions)
                .endsWith(new Action.Bye(), new Action.Release(BY_REST), ARM_ENDING, FORGET);
    }

    @Test
    void whatDoesNotAnswerTheByeIsForgottenAllTheSame() {
        feed(START, ANSWERED, new Input.Terminate(BY_REST), new Input.TimedOut(Timer.ENDING));

        assertThat(actions).endsWith(ARM_ENDING, FORGET);
    }

    @Test
    void givesUpWhenNobodyAnswers() {
        feed(START, new Input.Provisional(180, false), new Input.TimedOut(Timer.RING));
        feed(new Input.Failed(new CallEnd.Rejected(487, "Request Terminated")));

        assertThat(state.end()).isEqualTo(new CallEnd.NoAnswer(RING));
        assertThat(state.status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void anAnswerWithoutACommonCodecIsHungUp() {
        CallEnd why = new CallEnd.NoCommonCodecs("the callee took neither track");
        feed(START, new Input.AnsweredUnusably(why), new Input.SipOver());

        assertThat(actions).endsWith(new Action.Bye(), new Action.Release(why), ARM_ENDING, FORGET);
        assertThat(state.status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void lostMediaEndsTheCallWithItsReason() {
        CallEnd why = new CallEnd.NoMedia("No RTP for 60 s");
        feed(START, ANSWERED, new Input.MediaLost(why), new Input.SipOver());

        assertThat(actions).endsWith(new Action.Bye(), new Action.Release(why), ARM_ENDING, FORGET);
    }

    @Test
    void holdShowsAndGoesAgain() {
        feed(START, ANSWERED, new Input.Held(), new Input.Resumed());

        assertThat(statuses)
                .endsWith(CallStatus.ESTABLISHED, CallStatus.HOLD, CallStatus.ESTABLISHED);
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY",
        "600, BUSY",
    })
    void busyIsAStatusOfItsOwn(int code, CallStatus expected) {
        feed(START, new Input.Failed(new CallEnd.Busy(code)));

        assertThat(state.status()).isEqualTo(expected);
        assertThat(state.sipStatus()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "183, false, SESSION_PROGRESS",
        "181, false, SESSION_PROGRESS",
        "183, true, RING_MEDIA",
        "180, true, RING_MEDIA",
        "180, false, RING",
    })
    void showsWhatTheProvisionalAnswerMeans(int code, boolean sdp, CallStatus expected) {
        feed(START, new Input.Provisional(100, false), new Input.Provisional(code, sdp));
        assertThat(state.status()).isEqualTo(expected);

        feed(new Input.Provisional(100, false)); // late
        assertThat(state.status()).isEqualTo(expected);
    }

    @Test
    void earlyMediaIsOnlyShownUnlessItIsWanted() {
        feed(START, new Input.Provisional(183, true), ANSWERED);

        assertThat(statuses).endsWith(CallStatus.RING_MEDIA, CallStatus.ESTABLISHED);
        assertThat(actions).containsExactly(new Action.Invite(), ARM_RING, new Action.GoLive());
    }

    @Test
    void eachEarlyAnswerMayChangeWhatIsHeardAndTheFinalOneToo() {
        machine = new CallMachine(RING, true);
        feed(START, new Input.Provisional(180, false), new Input.Provisional(183, true));
        assertThat(state).isEqualTo(new State(Phase.INVITING, CallStatus.RING_MEDIA, 183, null));
        feed(new Input.Provisional(180, false), new Input.Provisional(183, true), ANSWERED);

        assertThat(actions)
                .containsExactly(
                        new Action.Invite(),
                        ARM_RING,
                        new Action.HearEarly(),
                        new Action.HearEarly(),
                        new Action.GoLive());
        assertThat(state)
                .isEqualTo(new State(Phase.ESTABLISHED, CallStatus.ESTABLISHED, 200, null));
    }

    @Test
    void aRefusalAfterEarlyMediaReleasesEverything() {
        machine = new CallMachine(RING, true);
        CallEnd why = new CallEnd.Rejected(404, "Not Found");
        feed(START, new Input.Provisional(183, true), new Input.Failed(why));

        assertThat(actions).endsWith(new Action.HearEarly(), new Action.Release(why), FORGET);
        assertThat(state.sipStatus()).isEqualTo(404);
    }

    @Test
    void earlyMediaDoesNotKeepACallFromRingingTooLong() {
        machine = new CallMachine(RING, true);
        CallEnd why = new CallEnd.NoAnswer(RING);
        feed(START, new Input.Provisional(183, true), new Input.TimedOut(Timer.RING));

        assertThat(actions).endsWith(new Action.Cancel(), new Action.Release(why), ARM_ENDING);
    }

    @Test
    void anAnswerThatCrossesTheCancelChangesNothingOfTheEnd() {
        machine = new CallMachine(RING, true);
        feed(START, new Input.Provisional(183, true), new Input.Terminate(BY_REST));
        int before = actions.size();
        feed(new Input.Provisional(183, true), ANSWERED, new Input.MediaLost(BY_REST));

        assertThat(actions).hasSize(before);
        assertThat(state.end()).isEqualTo(BY_REST);
        assertThat(state.status()).isEqualTo(CallStatus.FINISH);
    }

    @Test
    void aBrokenMediaPathBeforeTheAnswerCancels() {
        machine = new CallMachine(RING, true);
        CallEnd why = new CallEnd.Broken("its media path failed");
        feed(START, new Input.Provisional(183, true), new Input.MediaLost(why));

        assertThat(actions).endsWith(new Action.Cancel(), new Action.Release(why), ARM_ENDING);
    }

    @ParameterizedTest
    @CsvSource({"180, RING", "181, SESSION_PROGRESS"})
    void theEndOfOneBranchShowsNothingNew(int code, CallStatus shown) {
        feed(START, new Input.Provisional(code, false), new Input.Provisional(199, false));

        assertThat(state.status()).isEqualTo(shown);
        assertThat(state.sipStatus()).isEqualTo(199);
    }

    @ParameterizedTest
    @EnumSource
    void nothingBringsAnEndedCallBack(Timer timer) {
        feed(START, ANSWERED, new Input.HungUp("bye"));
        int before = actions.size();

        feed(START, ANSWERED, new Input.Terminate(BY_REST), new Input.TimedOut(timer));
        feed(new Input.SipOver(), new Input.Held(), new Input.HungUp("again"));

        assertThat(state.phase()).isEqualTo(Phase.ENDED);
        assertThat(actions).hasSize(before);
    }

    private void feed(Input... inputs) {
        for (Input input : inputs) {
            Step step = machine.step(state, input);
            state = step.next();
            statuses.add(state.status());
            actions.addAll(step.actions());
        }
    }
}
