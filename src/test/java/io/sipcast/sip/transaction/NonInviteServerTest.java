package io.sipcast.sip.transaction;

import static io.sipcast.sip.transaction.Action.DELIVER;
import static io.sipcast.sip.transaction.Action.SEND;
import static io.sipcast.sip.transaction.Action.UNREACHABLE;
import static io.sipcast.sip.transaction.Machines.arm;
import static io.sipcast.sip.transaction.Machines.due;
import static io.sipcast.sip.transaction.Machines.respond;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.transaction.NonInviteServer.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonInviteServerTest {
    private static final ServerInput REPEATED = new ServerInput.Repeated();
    private static final ServerInput ACK = new ServerInput.Ack();
    private static final ServerInput NOT_SENT = new ServerInput.TransportError();

    private Timing timing = Timing.UNRELIABLE;
    private State state = NonInviteServer.start().next();
    private final List<Action> actions = new ArrayList<>();

    @Test
    void handsTheRequestOn() {
        assertThat(NonInviteServer.start().actions()).containsExactly(DELIVER);
    }

    @Test
    void isSilentUntilItsUserAnswers() {
        feed(REPEATED, ACK, respond(200), REPEATED, respond(500), due(TimerName.J), REPEATED);

        assertThat(actions).containsExactly(SEND, arm(TimerName.J, 32_000), SEND);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void repeatsProgressOnDemand() {
        feed(respond(100), REPEATED, respond(200));

        assertThat(actions).containsExactly(SEND, SEND, SEND, arm(TimerName.J, 32_000));
    }

    @Test
    void isShortOverAReliableTransport() {
        timing = Timing.RELIABLE;
        feed(respond(200));

        assertThat(actions).containsExactly(SEND);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    @Test
    void endsWhenTheAnswerCannotLeave() {
        feed(respond(200), NOT_SENT);

        assertThat(actions).last().isEqualTo(UNREACHABLE);
        assertThat(state).isEqualTo(new State.Terminated());
    }

    private void feed(ServerInput... inputs) {
        for (ServerInput input : inputs) {
            Step<State> step = NonInviteServer.step(timing, state, input);
            state = step.next();
            actions.addAll(step.actions());
        }
    }
}
