package io.sipcast.sip.transaction;

import static io.sipcast.sip.transaction.Action.DELIVER;
import static io.sipcast.sip.transaction.Action.SEND;
import static io.sipcast.sip.transaction.Action.TIMED_OUT;
import static io.sipcast.sip.transaction.Action.UNREACHABLE;
import static io.sipcast.sip.transaction.Machines.answer;
import static io.sipcast.sip.transaction.Machines.arm;
import static io.sipcast.sip.transaction.Machines.disarm;
import static io.sipcast.sip.transaction.Machines.expired;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.transaction.NonInviteClient.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonInviteClientTest {
    private static final ClientInput NOT_SENT = new ClientInput.TransportError();

    private Timing timing = Timing.UNRELIABLE;
    private State state = new State.Terminated();
    private final List<Action> actions = new ArrayList<>();

    @Test
    void repeatsWithPausesUpToT2UntilItGivesUp() {
        start();
        for (int i = 0; i < 5; i++) {
            feed(expired(TimerName.E));
        }
        feed(expired(TimerName.F));

        assertThat(actions)
                .containsExactly(
                        SEND,
                        arm(TimerName.E, 500),
                        arm(TimerName.F, 32_000),
                        SEND,
                        arm(TimerName.E, 1000),
                        SEND,
                        arm(TimerName.E, 2000),
                        SEND,
                        arm(TimerName.E, 4000),
                        SEND,
                        arm(TimerName.E, 4000),
                        SEND,
                        arm(TimerName.E, 4000),
                        TIMED_OUT);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void repeatsSlowlyOnceItHeardOfProgress() {
        afterStart(answer(100), expired(TimerName.E), answer(100), expired(TimerName.F));

        assertThat(actions)
                .containsExactly(DELIVER, SEND, arm(TimerName.E, 4000), DELIVER, TIMED_OUT);
    }

    @Test
    void takesInRepeatedAnswersUntilTimerK() {
        afterStart(answer(401), answer(401), expired(TimerName.E), NOT_SENT);
        assertThat(state).isEqualTo(new State.Completed());
        feed(expired(TimerName.K), answer(401));

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.E), disarm(TimerName.F), DELIVER, arm(TimerName.K, 5000));
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void isShortOverAReliableTransport() {
        timing = Timing.RELIABLE;
        start();
        feed(answer(200));

        assertThat(actions).containsExactly(SEND, arm(TimerName.F, 32_000), DELIVER);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void endsWhenTheRequestCannotLeave() {
        afterStart(NOT_SENT);

        assertThat(actions).containsExactly(UNREACHABLE);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    private void start() {
        Step<State> step = NonInviteClient.start(timing);
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
            Step<State> step = NonInviteClient.step(timing, state, input);
            state = step.next();
            actions.addAll(step.actions());
        }
    }
}
