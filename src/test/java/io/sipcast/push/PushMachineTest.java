package io.sipcast.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.push.PushMachine.Action;
import io.sipcast.push.PushMachine.Step;
import io.sipcast.push.PushState.Phase;
import io.sipcast.rtmp.RtmpClient.State;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.SendProgress.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PushMachineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RtmpFailure CLOSED = new RtmpFailure.Closed("it closed");
    private static final RtmpFailure BAD_NAME = new RtmpFailure.NameTaken("Already publishing");
    private static final RtmpFailure NO_APPLICATION =
            new RtmpFailure.ConnectRejected("NetConnection.Connect.InvalidApp", "no such app");

    private final List<Action> actions = new ArrayList<>();
    private PushMachine machine = machine(OptionalInt.empty());
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
    void aLostConnectionIsTriedAgainAfterAPause() {
        publish();
        lose(CLOSED);

        assertThat(state.status()).isEqualTo(PushStatus.PENDING);
        assertThat(state.reason()).contains("was lost: it closed.");
        assertThat(state.retries()).isZero();
        assertThat(actions).last().isEqualTo(Action.CLOSE);

        now = state.deadlineNanos() - 1;
        give(new PushInput.TimedOut());
        assertThat(actions).as("too early").last().isEqualTo(Action.NONE);

        now++;
        give(new PushInput.TimedOut());
        assertThat(actions).last().isEqualTo(Action.CONNECT);
        assertThat(state.retries()).isEqualTo(1);
        assertThat(state.reason()).as("kept").isNotNull();
    }

    @Test
    void pausesDoubleUpToTheLongestAndEachIsShortenedAtRandom() {
        give(new PushInput.StreamLive());
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            pauses.add(pauseAfter(CLOSED));
            assertThat(state.retries()).isEqualTo(i);
            assertThat(state.phase()).isEqualTo(Phase.CONNECTING);
        }
        long longest = SECOND;
        for (long pause : pauses) {
            assertThat(pause).isBetween(longest / 2, longest);
            longest = Math.min(2 * longest, 30 * SECOND);
        }
        assertThat(pauses.subList(5, 100)).as("jitter").doesNotHaveDuplicates();
        assertThat(pauses.subList(5, 100).stream().mapToLong(Long::longValue).average())
                .as("all of the half is used")
                .hasValueCloseTo(22.5 * SECOND, org.assertj.core.data.Offset.offset(1.5 * SECOND));
    }

    @Test
    void theSameSeedGivesTheSamePauses() {
        give(new PushInput.StreamLive());
        long first = pauseAfter(CLOSED);
        machine = machine(OptionalInt.empty());
        state = PushState.waiting(now);
        give(new PushInput.StreamLive());
        assertThat(pauseAfter(CLOSED)).isEqualTo(first);
    }

    @Test
    void aPushThatLastedBeginsWithTheFirstPauseAgain() {
        give(new PushInput.StreamLive());
        for (int i = 0; i < 10; i++) {
            pauseAfter(CLOSED);
        }
        give(new PushInput.Accepted());
        pass(30);
        assertThat(pauseAfter(CLOSED)).isBetween(SECOND / 2, SECOND);
        assertThat(state.retries()).as("all of them").isEqualTo(11);
        assertThat(state.retriesInARow()).isEqualTo(1);
    }

    /** Else each short publish would be a video of its own, as fast as they can be made. */
    @Test
    void oneThatIsLostAtOnceGoesOnBackingOff() {
        give(new PushInput.StreamLive());
        for (int i = 0; i < 10; i++) {
            pauseAfter(CLOSED);
            give(new PushInput.Accepted());
            pass(29);
        }
        assertThat(pauseAfter(CLOSED)).isBetween(15 * SECOND, 30 * SECOND);
    }

    @Test
    void aNameThatTheServerStillHoldsIsWaitedForUntilItLetsGo() {
        publish();
        pass(60);
        long first = pauseAfter(CLOSED);
        assertThat(first).isBetween(SECOND / 2, SECOND);
        long waited = 0;
        for (int i = 0; i < 12; i++) {
            waited += pauseAfter(BAD_NAME);
        }
        assertThat(waited / SECOND).as("it may take minutes").isGreaterThan(100);
        assertThat(state.phase()).isEqualTo(Phase.CONNECTING);
        assertThat(state.reason()).contains("another publisher of this name");

        give(new PushInput.Accepted());
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
    }

    @Test
    void afterSoManyRetriesInARowItEnds() {
        machine = machine(OptionalInt.of(3));
        give(new PushInput.StreamLive());
        for (int i = 0; i < 3; i++) {
            pauseAfter(CLOSED);
        }
        lose(CLOSED);
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);
        assertThat(state.retries()).isEqualTo(3);
        assertThat(actions).last().isEqualTo(Action.CLOSE);
    }

    @Test
    void retriesBeforeAPublishThatLastedAreNotInTheRow() {
        machine = machine(OptionalInt.of(1));
        publish();
        for (int i = 0; i < 5; i++) {
            pass(31);
            pauseAfter(CLOSED);
            give(new PushInput.Accepted());
        }
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
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

    @ParameterizedTest
    @EnumSource(
            value = Waiting.class,
            names = {"FOR_READER", "FOR_NETWORK"})
    void noProgressForThirtySecondsIsALossAndTheWaitingTellsWhich(Waiting waiting) {
        publish();
        progress(1000, waiting);
        for (int i = 0; i < 29; i++) {
            pass(1);
            progress(1000, waiting);
        }
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);

        pass(1);
        progress(1000, waiting);
        assertThat(state.phase()).isEqualTo(Phase.RETRYING);
        assertThat(actions).last().as("with a reset").isEqualTo(Action.ABORT);
        boolean reader = waiting == Waiting.FOR_READER;
        assertThat(state.reason())
                .isEqualTo(
                        reader
                                ? "The server has stopped reading: it took no data for 30 s."
                                : "No data reached the server for 30 s.");
        assertThat(state.failures().getLast().why().label())
                .isEqualTo(reader ? "stopped_reading" : "no_progress");
    }

    @Test
    void bytesThatLeaveAreProgressAndSoIsNothingToSend() {
        publish();
        for (int i = 0; i < 100; i++) {
            pass(20);
            progress(i / 2, i % 2 == 1 ? Waiting.FOR_READER : Waiting.NOTHING);
        }
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
    }

    @Test
    void aNewConnectionHasItsOwnProgress() {
        publish();
        progress(5000, Waiting.FOR_NETWORK);
        pauseAfter(CLOSED);
        give(new PushInput.Accepted());
        pass(29);
        progress(400, Waiting.FOR_NETWORK);
        pass(29);
        progress(400, Waiting.FOR_NETWORK);
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
    }

    @Test
    void ourOwnServerUnderTheSameNameIsFulfilled() {
        give(new PushInput.StreamLive(), new PushInput.OwnServer());
        pass(1000);
        give(new PushInput.TimedOut(), new PushInput.Lost(CLOSED));

        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
        assertThat(actions).containsExactly(Action.CONNECT, Action.CLOSE, Action.NONE, Action.NONE);
    }

    @Test
    void aPermanentFailureEndsIt() {
        give(new PushInput.StreamLive());
        lose(NO_APPLICATION);
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);
        assertThat(actions).last().isEqualTo(Action.CLOSE);

        give(new PushInput.TimedOut(), new PushInput.StreamLive(), new PushInput.Stop("late"));
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);
        assertThat(state.reason()).endsWith("no such app.");
    }

    /** It may be starting anew, and not have its applications yet. */
    @Test
    void aServerThatOnceTookTheStreamMayRefuseItForATime() {
        publish();
        pauseAfter(CLOSED);
        pauseAfter(NO_APPLICATION);
        give(new PushInput.Accepted());
        assertThat(state.status()).isEqualTo(PushStatus.PUBLISHING);
    }

    @Test
    void aTargetThatIsNoLongerAllowedEndsItEvenSo() {
        publish();
        pauseAfter(CLOSED);
        lose(new RtmpFailure.NotAllowed("Not allowed."));
        assertThat(state.status()).isEqualTo(PushStatus.FAILED);
    }

    @Test
    void keepsTheLastFewFailures() {
        give(new PushInput.StreamLive());
        for (int i = 0; i < 20; i++) {
            pauseAfter(new RtmpFailure.Closed("number " + i));
        }
        long last = now;
        lose(new RtmpFailure.Silent(State.HANDSHAKE));
        assertThat(state.failures()).hasSize(8);
        assertThat(state.failures().getLast().atNanos()).isEqualTo(last);
        assertThat(state.failures())
                .extracting(failure -> failure.why().label())
                .containsOnly("closed", "handshake_stall");
        assertThat(state.failures().getFirst().why().sentence()).endsWith("number 13.");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void canBeStoppedFromAnywhereAndNothingFollows(Phase phase) {
        state = state.enter(phase, now, now);
        boolean over = phase.over();

        give(new PushInput.Stop("The call ended."));
        assertThat(state.phase()).isEqualTo(over ? phase : Phase.STOPPED);
        assertThat(actions).containsExactly(over ? Action.NONE : Action.CLOSE);

        pass(1000);
        give(new PushInput.TimedOut(), new PushInput.Accepted(), new PushInput.Lost(CLOSED));
        assertThat(state.phase().over()).isTrue();
        assertThat(actions).hasSize(4).last().isEqualTo(Action.NONE);
    }

    @Test
    void aLossIsCountedOnce() {
        publish();
        lose(CLOSED);
        lose(BAD_NAME);

        assertThat(state.reason()).contains("it closed");
        assertThat(state.failures()).hasSize(1);
        assertThat(actions).last().isEqualTo(Action.NONE);
    }

    /** Pauses between seconds and minutes, five that fail in turn, for an hour of a hundred. */
    @Test
    void manyThatFailTogetherDoNotComeBackTogether() {
        List<Long> back = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            machine = new PushMachine(PushPolicy.DEFAULT, new SplittableRandom(i));
            state = PushState.waiting(0);
            now = 0;
            give(new PushInput.StreamLive());
            for (int loss = 0; loss < 6; loss++) {
                pauseAfter(CLOSED);
            }
            back.add(now / SECOND);
        }
        for (long second : back) {
            assertThat(back.stream().filter(other -> other == second).count()).isLessThan(20);
        }
    }

    private static PushMachine machine(OptionalInt attempts) {
        PushPolicy standard = PushPolicy.DEFAULT;
        return new PushMachine(
                new PushPolicy(
                        standard.connectLimit(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        attempts),
                new SplittableRandom(7));
    }

    private void publish() {
        give(new PushInput.StreamLive(), new PushInput.Accepted());
    }

    private void lose(RtmpFailure why) {
        give(new PushInput.Lost(why));
    }

    /** Loses the connection, waits and begins the next attempt. */
    private long pauseAfter(RtmpFailure why) {
        lose(why);
        assertThat(state.phase()).isEqualTo(Phase.RETRYING);
        long pause = state.deadlineNanos() - now;
        now = state.deadlineNanos();
        give(new PushInput.TimedOut());
        return pause;
    }

    /** As the driver does it: first how far it is, then the time. */
    private void progress(long gone, Waiting waiting) {
        give(new PushInput.Progress(new SendProgress(gone, waiting)), new PushInput.TimedOut());
    }

    private void pass(int seconds) {
        now += seconds * SECOND;
    }

    private void give(PushInput... inputs) {
        for (PushInput input : inputs) {
            Step step = machine.step(state, input, now);
            state = step.next();
            actions.add(step.action());
        }
    }
}
