package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopStallsTest {
    private static final long MILLIS = 1_000_000L;

    private final LoopStalls stalls = new LoopStalls(0);

    @Test
    void aTickInTimeKnowsWhatHasComeUntilNow() {
        assertThat(behindAt(10)).isZero();
        assertThat(behindAt(20)).isZero();
        assertThat(behindAt(40)).as("one was left out").isZero();
    }

    @Test
    void aTickAfterAStallKnowsWhatHadComeBeforeIt() {
        behindAt(10);

        assertThat(behindAt(110)).isEqualTo(80);
        assertThat(behindAt(120)).isEqualTo(50);
        assertThat(behindAt(130)).isEqualTo(20);
        assertThat(behindAt(140)).isZero();
    }

    @Test
    void aLoopThatIsAlwaysLateIsBehindByAsMuchAndNoMore() {
        for (long at = 50; at < 5_000; at += 50) {
            assertThat(behindAt(at)).isEqualTo(30);
        }
    }

    @Test
    void timeNeverGoesBack() {
        long last = 0;
        long now = 0;
        for (int i = 1; i < 1_000; i++) {
            now += i * 7919L % 97 * MILLIS;
            long until = stalls.readUntil(now);
            assertThat(until).isBetween(last, now);
            last = until;
        }
    }

    @Test
    void aMachineThatWasAsleepIsWaitedForNoLongerThanASecond() {
        assertThat(behindAt(3_600_000)).isEqualTo(1_000);
    }

    private long behindAt(long millis) {
        return millis - stalls.readUntil(millis * MILLIS) / MILLIS;
    }
}
