package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private static final long MILLI = 1_000_000;
    private static final Offset<Long> NEARLY = within(1L);

    private final Loops loops = new Loops(2);
    private final AtomicLong now = new AtomicLong();
    private final LoopWatch watch = new LoopWatch(loops, now::get);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void theLatestLoopCounts() {
        LoopLag one = loops.ticker(loops.mediaLoops().getFirst()).lag();
        LoopLag other = loops.ticker(loops.mediaLoops().getLast()).lag();
        one.add(2 * MILLI, 3 * MILLI);
        other.add(10 * MILLI, 4 * MILLI);
        other.add(20 * MILLI, MILLI);

        LoopWatch.Reading reading = watch.read();

        assertThat(reading.lagNanos()).isCloseTo(15 * MILLI, NEARLY);
        assertThat(reading.longestTurnNanos()).isEqualTo(4 * MILLI);
    }

    @Test
    void eachReadingIsOfWhatCameSinceTheLast() throws Exception {
        loops.ticker(loops.mediaLoops().getFirst()).lag().add(50 * MILLI, 7 * MILLI);
        var _ = watch.read();
        everyLoopHasTurned();
        pass(1);

        assertThat(watch.read()).isEqualTo(new LoopWatch.Reading(0, 0));
    }

    @Test
    void oneLongStallDoesNotOutweighAllThatWasInTime() {
        LoopLag lag = loops.ticker(loops.mediaLoops().getFirst()).lag();
        for (int i = 0; i < 250; i++) {
            lag.add(0, 0);
        }
        for (int i = 0; i < 5; i++) {
            lag.add(TimeUnit.SECONDS.toNanos(30), 0); // the machine slept
        }

        assertThat(watch.read().lagNanos()).isLessThan(10 * MILLI);
    }

    @Test
    void aLoopThatStandsStillIsSeenWithoutTicks() throws Exception {
        var go = new CountDownLatch(1);
        var _ =
                loops.mediaLoops()
                        .getLast()
                        .submit(() -> {
                            go.await();
                            return null;
                        });
        assertThat(watch.read().lagNanos()).isZero(); // it is asked
        pass(1);
        assertThat(watch.read().lagNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
        pass(1);
        assertThat(watch.read().lagNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());

        go.countDown();
        everyLoopHasTurned();
        pass(1);
        assertThat(watch.read().lagNanos()).isZero();
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void everyLoopHasTurned() throws Exception {
        for (var loop : loops.mediaLoops()) {
            loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
        }
    }
}
