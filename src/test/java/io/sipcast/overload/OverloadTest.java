package io.sipcast.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.net.Loops;
import io.sipcast.overload.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is around the machine: who measures, who asks, what is told. */
class OverloadTest {
    private static final OverloadLimits LIMITS = new OverloadLimits(Duration.ofMillis(20), 0.9);

    private final AtomicLong now = new AtomicLong();

    @Test
    void aLoopThatStandsStillRefusesUntilItGoesOn() throws Exception {
        var lagOnly = new OverloadLimits(Duration.ofMillis(20), 0);
        try (Loops loops = new Loops(2);
                Overload overload = new Overload(lagOnly, System::nanoTime)) {
            overload.watch(loops, task -> Thread.ofVirtual().start(task), () -> CallLoad.NONE);
            var go = new CountDownLatch(1);
            var _ =
                    loops.next()
                            .submit(() -> {
                                go.await();
                                return null;
                            });

            await().atMost(Duration.ofSeconds(20)).until(() -> overload.refusal() != null);
            assertThat(overload.status().overload()).isEqualTo(Reason.LOOP_LAG);
            assertThat(overload.status().load().loopLagNanos())
                    .isGreaterThan(Duration.ofMillis(900).toNanos());
            assertThat(overload.status().load().available()).isPositive();

            go.countDown();
            await().atMost(Duration.ofSeconds(20)).until(() -> overload.refusal() == null);
        }
    }

    @Test
    void whoAsksIsToldAndWhoLooksIsNoRequest() {
        Overload overload = new Overload(LIMITS, now::get);
        assertThat(overload.outlook()).isNull();
        second(overload, new Load(Duration.ofMillis(100).toNanos(), 5, 0.5, 2));

        assertThat(overload.outlook()).isEqualTo(overload.refusal()).isNotNull();
        assertThat(overload.status())
                .isEqualTo(new Overload.Status(new Load(100_000_000, 5, 0.5, 2), Reason.LOOP_LAG));
    }

    @Test
    void whoWatchesIsToldWhenItBeginsHasAnotherReasonAndEnds() {
        Overload overload = new Overload(LIMITS, now::get);
        List<Optional<Reason>> told = new ArrayList<>();
        overload.observe(() -> told.add(overload.overloaded().map(Overloaded::reason)));
        Load late = new Load(Duration.ofMillis(100).toNanos(), 5, 0.5, 2);
        Load busy = new Load(0, 5, 2, 2);
        Load calm = new Load(0, 5, 0.5, 2);

        for (Load load : List.of(calm, late, late, busy, busy, busy, busy, busy)) {
            second(overload, load);
        }
        for (int i = 0; i < 6; i++) {
            second(overload, calm);
        }

        assertThat(told)
                .containsExactly(
                        Optional.of(Reason.LOOP_LAG), Optional.of(Reason.CPU), Optional.empty());
    }

    /** Somebody may read it long after it was measured. */
    @Test
    void namesTheLimitAndNotAFigure() {
        Overload overload = new Overload(LIMITS, now::get);
        second(overload, new Load(Duration.ofMillis(100).toNanos(), 5, 0.5, 2));

        assertThat(overload.overloaded())
                .hasValueSatisfying(now ->
                        assertThat(now.sentence())
                                .contains("takes nothing new")
                                .endsWith("late, call.overload.max-loop-lag is 20 ms."));
    }

    /** A supplier takes the lock of the calls, and the calls ask while they have it. */
    @Test
    void neverHoldsItsLockWhileItAsksForTheCalls() throws Exception {
        var lock = new Object();
        try (Loops loops = new Loops(1);
                Overload overload = new Overload(LIMITS, now::get)) {
            var asked = new CountDownLatch(1);
            overload.watch(
                    loops,
                    Runnable::run,
                    () -> {
                        asked.countDown();
                        synchronized (lock) {
                            return CallLoad.NONE;
                        }
                    });
            Thread sampler = Thread.ofVirtual().unstarted(() -> overload.sample(Load.NONE));
            synchronized (lock) {
                sampler.start();
                asked.await(); // it waits for our lock now, or will
                assertThat(overload.refusal()).isNull(); // and has not its own
            }
            sampler.join();
        }
    }

    private void second(Overload overload, Load load) {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        overload.sample(load);
    }
}
