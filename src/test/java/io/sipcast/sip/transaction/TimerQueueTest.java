package io.sipcast.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue(0);
    private final List<String> fired = new ArrayList<>();

    @Test
    void firesInTheOrderOfTime() {
        timer("late").arm(30);
        timer("early").arm(10);
        timer("future").arm(50);

        queue.expire(30);

        assertThat(fired).containsExactly("early", "late");
        assertThat(queue.nextNanos()).isEqualTo(50);
    }

    @Test
    void armingAgainReplaces() {
        TimerQueue.Timer timer = timer("once");
        timer.arm(10);
        timer.arm(20);

        queue.expire(15);
        assertThat(fired).isEmpty();
        queue.expire(20);
        assertThat(fired).containsExactly("once");
        assertThat(timer.armed()).isFalse();
        assertThat(queue.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void disarmingLeavesNothing() {
        TimerQueue.Timer timer = timer("never");
        timer.arm(10);
        timer.disarm();
        timer.disarm();

        assertThat(queue.size()).isZero();
    }

    @Test
    void aTaskMayArmItsOwnTimer() {
        TimerQueue.Timer[] timer = new TimerQueue.Timer[1];
        timer[0] =
                queue.timer(() -> {
                    fired.add("tick");
                    timer[0].arm(90);
                });
        timer[0].arm(10);

        queue.expire(10);

        assertThat(fired).containsExactly("tick");
        assertThat(queue.nextNanos()).isEqualTo(100);
    }

    @Test
    void staysInOrderWhateverIsArmedMovedAndDisarmed() {
        var queue = new TimerQueue(Long.MAX_VALUE - 40_000); // wraps: only differences count
        var random = new SplittableRandom(1);
        List<TimerQueue.Timer> timers = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        long now = queue.nowNanos();
        for (int i = 0; i < 300; i++) {
            timers.add(queue.timer(() -> seen.add(queue.nowNanos())));
        }
        for (int round = 0; round < 20_000; round++) {
            TimerQueue.Timer timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(3) == 0) {
                timer.disarm();
            } else {
                timer.arm(random.nextInt(1000));
            }
            if (round % 10 == 0) {
                now += random.nextInt(50);
                queue.expire(now);
                assertThat(queue.size())
                        .isEqualTo((int) timers.stream().filter(TimerQueue.Timer::armed).count());
                assertThat(queue.size() == 0 || queue.nextNanos() - now > 0).isTrue();
            }
        }
        assertThat(seen).hasSizeGreaterThan(1000);
    }

    private TimerQueue.Timer timer(String name) {
        return queue.timer(() -> fired.add(name));
    }
}
