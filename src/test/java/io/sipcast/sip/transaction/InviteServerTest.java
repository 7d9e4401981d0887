package io.sipcast.sip.transaction;

import static io.sipcast.sip.transaction.Action.DELIVER;
import static io.sipcast.sip.transaction.Action.SEND;
import static io.sipcast.sip.transaction.Action.SEND_TRYING;
import static io.sipcast.sip.transaction.Action.TIMED_OUT;
import static io.sipcast.sip.transaction.Action.UNREACHABLE;
import static io.sipcast.sip.transaction.Machines.arm;
import static io.sipcast.sip.transaction.Machines.disarm;
import static io.sipcast.sip.transaction.Machines.due;
import static io.sipcast.sip.transaction.Machines.respond;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.transaction.InviteServer.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteServerTest {
    private static final ServerInput REPEATED = new ServerInput.Repeated();
    private static final ServerInput ACK = new ServerInput.Ack();
    private static final ServerInput NOT_SENT = new ServerInput.TransportError();

    private Timing timing = Timing.UNRELIABLE;
    private State state = new State.Terminated();
    private final List<Action> actions = new ArrayList<>();

    @Test
    void saysTryingWhenItsUserDoesNot() {
        start();
        feed(REPEATED, due(TimerName.TRYING), REPEATED);

        assertThat(actions).containsExactly(DELIVER, arm(TimerName.TRYING, 200), SEND_TRYING, SEND);
    }

    @Test
    void repeatsTheProvisionalAnswerOnDemandOnly() {
        afterStart(respond(180), due(TimerName.TRYING), REPEATED, respond(183));

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.TRYING), SEND, SEND, disarm(TimerName.TRYING), SEND);
    }

    @Test
    void repeatsAFailureUntilItIsAcknowledged() {
        afterStart(respond(486), due(TimerName.G), due(TimerName.G), REPEATED, ACK);
        feed(REPEATED, ACK, due(TimerName.I), REPEATED);

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.TRYING),
                        SEND,
                        arm(TimerName.G, 500),
                        arm(TimerName.H, 32_000),
                        SEND,
                        arm(TimerName.G, 1000),
                        SEND,
                        arm(TimerName.G, 2000),
                        SEND,
                        disarm(TimerName.G),
                        disarm(TimerName.H),
                        arm(TimerName.I, 5000));
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void givesUpAFailureThatIsNeverAcknowledged() {
        afterStart(respond(486));
        for (int i = 0; i < 4; i++) {
            feed(due(TimerName.G));
        }
        assertThat(actions).last().isEqualTo(arm(TimerName.G, 4000));
        actions.clear();
        feed(due(TimerName.H));

        assertThat(actions).containsExactly(TIMED_OUT);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void doesNotRepeatAFailureOverAReliableTransport() {
        timing = Timing.RELIABLE;
        afterStart(respond(486), ACK);

        assertThat(actions)
                .containsExactly(disarm(TimerName.TRYING), SEND, arm(TimerName.H, 32_000));
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void afterSuccessItTakesInRequestsAndHandsOnAcks() {
        afterStart(respond(200), REPEATED, respond(200), ACK, respond(486), NOT_SENT);
        feed(due(TimerName.L), ACK);

        assertThat(actions)
                .containsExactly(
                        disarm(TimerName.TRYING),
                        SEND,
                        arm(TimerName.L, 32_000),
                        SEND,
                        DELIVER,
                        UNREACHABLE);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void staysWhenAnAnswerCannotLeave() {
        afterStart(respond(180), NOT_SENT);
        assertThat(state).isEqualTo(new State.Proceeding(true));
        feed(respond(486), NOT_SENT);

        assertThat(state).isEqualTo(new State.Completed(timing.t1Nanos()));
        assertThat(actions).contains(UNREACHABLE).last().isEqualTo(UNREACHABLE);
    }

    private void start() {
        Step<State> step = InviteServer.start();
        state = step.next();
        actions.addAll(step.actions());
    }

    private void afterStart(ServerInput... inputs) {
        start();
        actions.clear();
        feed(inputs);
    }

    private void feed(ServerInput... inputs) {
        for (ServerInput input : inputs) {
            Step<State> step = InviteServer.step(timing, state, input);
            state = step.next();
            actions.addAll(step.actions());
        }
    }
}
