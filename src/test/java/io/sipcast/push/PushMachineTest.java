package io.sipcast.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.push.PushMachine.Action;
import io.sipcast.push.PushMachine.Step;
import io.sipcast.push.PushState.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PushMachineTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Action> actions = new ArrayList<>();
    private long now = -5 * SECOND; // monotonic time may be negative
    private PushState state = PushState.waiting(now);

    @Test
    void waitsForTheStreamThenConnectsAndPublishes() {
        assertThat(state.status()).isEqualTo(PushStatus.PENDING);

        give(new PushInput.StreamLive());
        assertThat(state.phase()).isEqualTo(Phase.CONNECTING);
        assertThat(state.status()).isEqualTo(PushStatus.PENDING);

        pass(2);
        give(new PushInput.Accepted());
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
        assertThat(state.sinceNanos()).isEqualTo(now);
        assertThat(actions).containsExactly(Action.CONNECT, Action.NONE);
    }

    @Test
    void aLostConnectionIsTriedAgainAfterFiveSeconds() {
        publish();
        give(new PushInput.Lost("The server closed the connection."));

        assertThat(state.status()).isEqualTo(PushStatus.PENDING);
        assertThat(state.reason()).isEqualTo("The server closed the connection.");
        assertThat(state.retries()).isZero();
        assertThat(actions).last().isEqualTo(Action.CLOSE);

        pass(4);
        give(new PushInput.TimedOut());
        assertThat(actions).as("too early").last().isEqualTo(Action.NONE);

        pass(1);
        give(new PushInput.TimedOut());
        assertThat(actions).last().isEqualTo(Action.CONNECT);
        assertThat(state.retries()).isEqualTo(1);
        assertThat(state.reason()).as("kept").isNotNull();
    }

    @Test
    void retriesForEverAndCounts() {
        give(new PushInput.StreamLive());
        for (int i = 1; i <= 100; i++) {
            give(new PushInput.Lost("refused"));
            pass(5);
            give(new PushInput.TimedOut());
            assertThat(state.retries()).isEqualTo(i);
            assertThat(state.phase()).isEqualTo(Phase.CONNECTING);
        }
    }

    @Test
    void aServerThatNeverAcceptsIsLost() {
        give(new PushInput.StreamLive());
        pass(15);
        give(new PushInput.TimedOut());

        assertThat(state.phase()).isEqualTo(Phase.RETRYING);
        assertThat(state.reason()).contains("did not accept the stream within 15 s");
        assertThat(actions).last().isEqualTo(Action.CLOSE);
    }

    @Test
    void noProgressForThirtySecondsIsALoss() {
        publish();
        give(new PushInput.Progress(1000, true));
        for (int i = 0; i < 29; i++) {
            pass(1);
            give(new PushInput.Progress(1000, true), new PushInput.TimedOut());
        }
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);

        pass(1);
        give(new PushInput.Progress(1000, true), new PushInput.TimedOut());
        assertThat(state.phase()).isEqualTo(Phase.RETRYING);
        assertThat(state.reason()).contains("took no data for 30 s");
    }

    @Test
    void bytesThatLeaveAreProgressAndSoIsNothingToSend() {
        publish();
        for (int i = 0; i < 100; i++) {
            pass(20);
            give(new PushInput.Progress(i / 2, i % 2 == 1), new PushInput.TimedOut());
        }
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
    }

    @Test
    void ourOwnServerUnderTheSameNameIsFulfilled() {
        give(new PushInput.StreamLive(), new PushInput.OwnServer());
        pass(1000);
        give(new PushInput.TimedOut(), new PushInput.Lost("of what?"));

        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
        assertThat(actions).containsExactly(Action.CONNECT, Action.CLOSE, Action.NONE, Action.NONE);
    }

    @Test
    void anUnusableUrlEndsIt() {
        give(new PushInput.StreamLive(), new PushInput.Unusable("Not allowed."));
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);

        give(new PushInput.TimedOut(), new PushInput.StreamLive(), new PushInput.Stop("late"));
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);
        assertThat(state.reason()).isEqualTo("Not allowed.");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void canBeStoppedFromAnywhereAndNothingFollows(Phase phase) {
        state = new PushState(phase, now, now, 0, 0, null);
        boolean over = phase.over();

        give(new PushInput.Stop("The call ended."));
        assertThat(state.phase()).isEqualTo(over ? phase : Phase.STOPPED);
        assertThat(actions).containsExactly(over ? Action.NONE : Action.CLOSE);

        pass(1000);
        give(new PushInput.TimedOut(), new PushInput.Accepted(), new PushInput.Lost("late"));
        assertThat(state.phase().over()).isTrue();
        assertThat(actions).hasSize(4).last().isEqualTo(Action.NONE);
    }

    @Test
    void aLossIsCountedOnce() {
        publish();
        give(new PushInput.Lost("first"), new PushInput.Lost("second"));

        assertThat(state.reason()).isEqualTo("first");
        assertThat(actions).last().isEqualTo(Action.NONE);
    }

    private void publish() {
        give(new PushInput.StreamLive(), new PushInput.Accepted());
    }

    private void pass(int seconds) {
        now += seconds * SECOND;
    }

    private void give(PushInput... inputs) {
        for (PushInput input : inputs) {
            Step step = PushMachine.step(state, input, now);
            state = step.next();
            actions.add(step.action());
        }
    }
}
