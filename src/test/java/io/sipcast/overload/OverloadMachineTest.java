package io.sipcast.overload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.overload.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In virtual time: a sample a second. */
class OverloadMachineTest {
    private static final OverloadLimits LIMITS = new OverloadLimits(Duration.ofMillis(20), 0.9);
    private static final double PROCESSORS = 2;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = -3 * SECOND;
    private OverloadMachine machine = new OverloadMachine(LIMITS, now);

    @Test
    void nothingIsRefusedWhileAllIsWell() {
        pass(60, 2, 0.5, CallLoad.NONE);

        assertThat(machine.overload()).isNull();
        assertThat(machine.refusal(CallLoad.NONE)).isNull();
    }

    @Test
    void lateLoopsRefuse() {
        pass(60, 19, 0.1, CallLoad.NONE);
        assertThat(machine.refusal(CallLoad.NONE)).isNull();

        pass(3, 34, 0.1, CallLoad.NONE);

        Refusal refusal = requireNonNull(machine.refusal(CallLoad.NONE));
        assertThat(refusal.reason()).isEqualTo(Reason.LOOP_LAG);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(refusal.sentence())
                .isEqualTo(
                        "The gateway is overloaded and takes nothing new, so that what runs goes"
                                + " on: its media loops are 34 ms late,"
                                + " call.overload.max-loop-lag is 20 ms. Try again later, or"
                                + " another gateway.");
    }

    @Test
    void aStutterIsNoOverload() {
        pass(10, 1, 0.3, CallLoad.NONE);
        pass(1, 55, 1, CallLoad.NONE); // one bad second: 19 ms in 3 s, 0.44 in 5 s
        assertThat(machine.overload()).isNull();

        pass(1, 1, 0.3, CallLoad.NONE);
        assertThat(machine.overload()).isNull();
    }

    @Test
    void aLoopThatStandsStillIsOverloadAtOnce() {
        pass(10, 1, 0.3, CallLoad.NONE);
        pass(1, 1000, 0.3, CallLoad.NONE);

        assertThat(machine.overload()).isEqualTo(Reason.LOOP_LAG);
    }

    @Test
    void usedUpProcessorsRefuse() {
        pass(4, 1, 1, CallLoad.NONE);
        assertThat(machine.overload()).as("0.8 on average").isNull();

        pass(1, 1, 1, CallLoad.NONE);

        assertThat(machine.overload()).isEqualTo(Reason.CPU);
        Refusal refusal = requireNonNull(machine.refusal(CallLoad.NONE));
        assertThat(refusal.sentence())
                .contains("it uses 100 % of its processors, call.overload.max-cpu is 90 %");
    }

    @Test
    void theEndTakesAWholeWindowOfCalm() {
        pass(5, 1, 1, CallLoad.NONE);

        pass(20, 1, 0.8, CallLoad.NONE); // below the limit, not below 0.85 of it
        assertThat(machine.overload()).isEqualTo(Reason.CPU);

        pass(4, 1, 0.7, CallLoad.NONE);
        assertThat(machine.overload()).isEqualTo(Reason.CPU);
        pass(1, 1, 0.7, CallLoad.NONE);
        assertThat(machine.overload()).isNull();
    }

    @Test
    void calmOfOneIsNotCalmOfAll() {
        pass(5, 1, 1, CallLoad.NONE);
        pass(3, 30, 0.3, CallLoad.NONE);
        assertThat(machine.overload()).as("what it is now").isEqualTo(Reason.LOOP_LAG);

        pass(3, 18, 0.3, CallLoad.NONE);
        assertThat(machine.overload()).isEqualTo(Reason.LOOP_LAG);
        pass(3, 16, 0.3, CallLoad.NONE);
        assertThat(machine.overload()).isNull();
    }

    @Test
    void doesNotFlapAboutALimit() {
        Random random = new Random(7);
        List<Boolean> changes = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            Reason before = machine.overload();
            pass(1, 1, 0.9 + random.nextGaussian() * 0.08, CallLoad.NONE);
            if (before != machine.overload()) {
                changes.add(before == null);
            }
        }
        assertThat(changes).as("it began, and went on").containsExactly(true);
    }

    @Test
    void aBurstIsLetInAsFarAsThereIsRoom() {
        pass(5, 1, 0.1, CallLoad.NONE);
        int letIn = burst(200);

        // 0.8 of two processors at 0.01 for each call
        assertThat(letIn).isEqualTo(160);
        Refusal refusal = requireNonNull(machine.refusal(new CallLoad(0, letIn)));
        assertThat(refusal.reason()).isEqualTo(Reason.CPU);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(refusal.sentence())
                .contains("no room for another call")
                .contains("uses 10 % of its processors")
                .contains("160 calls are being set up");
        assertThat(machine.overload()).as("those that run are well").isNull();
    }

    /** All of it: each call costs what it costs from its answer on, and is seen a second later. */
    @Test
    void aBurstOfDearCallsEndsBelowTheLimit() {
        double cost = 0.03;
        int live = 0;
        List<Integer> answeredAt = new ArrayList<>(); // the second of each
        double highest = 0;
        for (int second = 0; second < 120; second++) {
            int at = second;
            for (int i = 0; i < 2; i++) { // two a second, for ever
                CallLoad calls = load(answeredAt, at);
                if (machine.refusal(calls) == null) {
                    answeredAt.add(at);
                    live++;
                }
            }
            double cpu = live * cost / PROCESSORS;
            highest = Math.max(highest, cpu);
            pass(1, 1, cpu, load(answeredAt, at + 1));
        }
        assertThat(highest).isBetween(0.8, 0.9 + 0.02);
        assertThat(machine.costOfCall()).isEqualTo(cost, within(0.002));
    }

    private static CallLoad load(List<Integer> answeredAt, int second) {
        double settled =
                answeredAt.stream()
                        .mapToDouble(answer -> Math.min(1, (second - answer) / 5.0))
                        .sum();
        return new CallLoad(settled, answeredAt.size() - settled);
    }

    @Test
    void learnsWhatACallCosts() {
        pass(100, 1, 0.4, new CallLoad(80, 0)); // 0.8 cores
        assertThat(machine.costOfCall()).isEqualTo(0.01, within(1e-6));
        pass(100, 1, 0.4, new CallLoad(40, 0));
        assertThat(machine.costOfCall()).isEqualTo(0.02, within(1e-4));

        assertThat(burst(200)).isEqualTo(50);
    }

    @Test
    void doesNotTakeTheCostOfSomethingElseForThatOfCalls() {
        pass(100, 1, 0.8, new CallLoad(4, 0));
        assertThat(machine.costOfCall()).as("too few to tell").isEqualTo(0.01);

        pass(100, 1, 0.8, new CallLoad(5, 0));
        assertThat(machine.costOfCall()).isLessThanOrEqualTo(0.05);
    }

    @Test
    void aLimitThatIsOffIsNotLookedAt() {
        machine = new OverloadMachine(new OverloadLimits(Duration.ofMillis(20), 0), now);
        pass(10, 1, 1, CallLoad.NONE);
        assertThat(machine.refusal(new CallLoad(0, 10_000))).isNull();
        pass(3, 30, 1, CallLoad.NONE);
        assertThat(machine.overload()).isEqualTo(Reason.LOOP_LAG);

        machine = new OverloadMachine(new OverloadLimits(Duration.ZERO, 0.9), now);
        pass(10, 500, 0.2, CallLoad.NONE);
        assertThat(machine.overload()).isNull();
        pass(5, 500, 0.95, CallLoad.NONE);
        assertThat(machine.overload()).isEqualTo(Reason.CPU);
        pass(5, 500, 0.2, CallLoad.NONE);
        assertThat(machine.overload()).isNull();

        machine = new OverloadMachine(OverloadLimits.NONE, now);
        pass(60, 500, 1, CallLoad.NONE);
        assertThat(machine.refusal(new CallLoad(0, 10_000))).isNull();
    }

    @Test
    void aQuotaOfHalfAProcessorIsAllThereIs() {
        for (int second = 0; second < 5; second++) {
            now += SECOND;
            machine.sample(new Load(0, 0, 0.25, 0.5), CallLoad.NONE, now);
        }
        assertThat(burst(200)).as("0.2 cores at 0.01").isEqualTo(20);
    }

    /** Calls that are begun one after the other, and still ring: how many were let in. */
    private int burst(int calls) {
        int letIn = 0;
        for (int i = 0; i < calls; i++) {
            if (machine.refusal(new CallLoad(0, letIn)) == null) {
                letIn++;
            }
        }
        return letIn;
    }

    private void pass(int seconds, long lagMillis, double cpu, CallLoad calls) {
        for (int i = 0; i < seconds; i++) {
            now += SECOND;
            long lag = Duration.ofMillis(lagMillis).toNanos();
            machine.sample(new Load(lag, 0, cpu * PROCESSORS, PROCESSORS), calls, now);
        }
    }
}
