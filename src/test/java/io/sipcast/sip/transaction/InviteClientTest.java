package io.sipcast.sip.transaction;

import static io.sipcast.sip.transaction.Action.ACKNOWLEDGE;
import static io.sipcast.sip.transaction.Action.DELIVER;
import static io.sipcast.sip.transaction.Action.SEND;
import static io.sipcast.sip.transaction.Action.TIMED_OUT;
import static io.sipcast.sip.transaction.Action.UNREACHABLE;
import static io.sipcast.sip.transaction.Machines.answer;
import static io.sipcast.sip.transaction.Machines.arm;
import static io.sipcast.sip.transaction.Machines.disarm;
import static io.sipcast.sip.transaction.Machines.expired;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.transaction.InviteClient.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InviteClientTest {
    private static final ClientInput NOT_SENT = new ClientInput.TransportError();

    private Timing timing = Timing.UNRELIABLE;
    private State state = new State.Terminated();
    private final List<Action> actions = new ArrayList<>();

    @Test
    void repeatsWithDoubledPausesUntilItGivesUp() {
        start();
        feed(expired(TimerName.A), expired(TimerName.A), expired(TimerName.A));
        feed(expired(TimerName.B), answer(200));

        assertThat(actions)
                .containsExactly(
                        SEND,
                        arm(TimerName.A, 500),
                        arm(TimerName.B, 32_000),
                        SEND,
                        arm(TimerName.A, 1000),
                        SEND,
                        arm(TimerName.A, 2000),
                        SEND,
                        arm(TimerName.A, 4000),
                        TIMED_OUT);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void doesNotRepeatOverAReliableTransport() {
        timing = Timing.RELIABLE;
        start();

        assertThat(actions).containsExactly(SEND, arm(TimerName.B, 32_000));
    }

    @Test
    void aProvisionalAnswerStopsBothTimers() {
        afterStart(answer(100), answer(180), expired(TimerName.A), expired(TimerName.B));

        assertThat(actions)
                .containsExactly(disarm(TimerName.A), disarm(TimerName.B), DELIVER, DELIVER);
        assertThat(state).isEqualTo(new State.Proceeding());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 0})
    void delivers2xxAsOftenAsTheyComeUntilTimerM(int provisional) {
        afterStart();
        if (provisional != 0) {
            feed(answer(provisional));
        }
        actions.clear();
        feed(answer(200), answer(180), answer(486), answer(202));
        feed(NOT_SENT, expired(TimerName.M), answer(200));

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.A),
                        disarm(TimerName.B),
                        DELIVER,
                        arm(TimerName.M, 32_000),
                        DELIVER);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void acknowledgesAFailureAsOftenAsItComesAndDeliversItOnce() {
        afterStart(answer(486), answer(486), answer(180), answer(200), expired(TimerName.D));

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.A),
                        disarm(TimerName.B),
                        ACKNOWLEDGE,
                        DELIVER,
                        arm(TimerName.D, 32_000),
                        ACKNOWLEDGE);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void aFailureEndsItAtOnceOverAReliableTransport() {
        timing = Timing.RELIABLE;
        afterStart(answer(486), answer(486));

        assertThat(actions).containsExactly(ACKNOWLEDGE, DELIVER);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void endsWhenTheRequestCannotLeave() {
        afterStart(NOT_SENT, NOT_SENT);

        assertThat(actions).containsExactly(UNREACHABLE);
    }

    @Test
    void staysSilentWhenOnlyTheAckCannotLeave() {
        afterStart(answer(486));
        actions.clear();
        feed(NOT_SENT);

        assertThat(actions).isEmpty();
        assertThat(state).isEqualTo(new State.Terminated());
    }

    private void start() {
        Step<State> step = InviteClient.start(timing);
        state = step.next();
        actions.addAll(step.actions());
    }

    private void afterStart(ClientInput... inputs) {
        start();
        actions.clear();
        feed(inputs);
    }

    private void feed(ClientInput... inputs) {
        for (ClientInput input : inputs) {
            Step<State> step = InviteClient.step(timing, state, input);
            state = step.next();
            actions.addAll(step.actions());
        }
    }
}
