package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopChoiceTest {
    private static final int FITTING = (int) Math.ceil(LoopChoice.FULL / LoopChoice.CALL);

    private final AtomicLong now = new AtomicLong();
    private final long[] cpuNanos = new long[3];
    private final LoopChoice choice = new LoopChoice(3, loop -> cpuNanos[loop], now::get);

    @Test
    void fewCallsShareALoop() {
        for (int i = 0; i < FITTING; i++) {
            assertThat(choice.enter()).isZero();
        }

        assertThat(choice.enter()).isEqualTo(1);
    }

    @Test
    void aCallThatLeavesMakesRoomOnceItsLoopHasBeenLookedAtAgain() {
        for (int i = 0; i < FITTING; i++) {
            choice.enter();
        }
        choice.leave(0);
        assertThat(choice.enter()).isEqualTo(1); // what it has just cost may still be done

        second(0.1, 0, 0);

        assertThat(choice.enter()).isZero();
    }

    @Test
    void callsThatRingCountThoughTheyCostNothingYet() {
        for (int i = 0; i < FITTING; i++) {
            choice.enter();
            second(0, 0, 0);
        }

        assertThat(choice.enter()).isEqualTo(1);
    }

    @Test
    void whatALoopDoesCounts() {
        choice.enter();
        second(0.5, 0.1, 0);

        assertThat(choice.enter()).isEqualTo(1);
    }

    @Test
    void whenAllAreFullTheOneThatDoesLeastIsNext() {
        second(0.9, 0.6, 0.7);
        int within = 0;
        while (choice.enter() == 1) {
            within++;
        }

        assertThat(within).isBetween(32, 35); // 0.1 cores
    }

    @Test
    void whatIsNoCallIsDealtOutByTheSameMeasure() {
        second(0.5, 0, 0);

        assertThat(choice.next()).isEqualTo(1);
    }

    @Test
    void theLoadIsThatOfTheTimeSinceItWasLookedAt() {
        second(0.5, 0, 0);
        choice.next();
        second(0, 0, 0);

        assertThat(choice.next()).isZero();
    }

    private void second(double... cores) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < cores.length; i++) {
            cpuNanos[i] += (long) (cores[i] * TimeUnit.SECONDS.toNanos(1));
        }
    }
}
