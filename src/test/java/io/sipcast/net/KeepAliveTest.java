package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.KeepAlive.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final long SECOND = 1_000_000_000L;

    private final KeepAlive keepAlive =
            new KeepAlive(
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(10),
                    new SplittableRandom(1),
                    Long.MAX_VALUE - 5 * SECOND); // the clock may wrap
    private long seconds;

    private Step tick() {
        return keepAlive.tick(Long.MAX_VALUE - 5 * SECOND + ++seconds * SECOND);
    }

    private List<Long> pings(long until, boolean answered) {
        List<Long> at = new ArrayList<>();
        while (seconds < until) {
            switch (tick()) {
                case NOTHING -> {}
                case PING -> {
                    at.add(seconds);
                    if (answered) {
                        keepAlive.pong();
                    }
                }
                case GIVE_UP -> throw new AssertionError("given up at " + seconds);
            }
        }
        return at;
    }

    @Test
    void pingsEvery96To120Seconds() {
        List<Long> at = pings(24 * 3600, true);

        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            pauses.add(at.get(i) - at.get(i - 1));
        }
        assertThat(pauses).hasSizeBetween(720, 900).allMatch(pause -> pause >= 96 && pause <= 121);
        assertThat(pauses.stream().distinct().count()).as("jitter").isGreaterThan(15);
    }

    @Test
    void aPeerThatNeverAnsweredIsKept() {
        List<Long> at = pings(3600, false);
        assertThat(at).hasSizeGreaterThan(28);

        assertThat(pings(at.getLast() + 11, false)).isEmpty();
        assertThat(keepAlive.waiting()).as("for a pong that would be late").isFalse();
    }

    @Test
    void aPeerThatUsedToAnswerIsGivenUpAfterTenSeconds() {
        assertThat(pings(600, true)).hasSizeGreaterThanOrEqualTo(5);
        while (tick() != Step.PING) {
            assertThat(keepAlive.waiting()).isFalse();
        }
        long pinged = seconds;
        assertThat(keepAlive.waiting()).isTrue();
        while (tick() == Step.NOTHING) {
            assertThat(seconds).isLessThan(pinged + 10);
        }
        assertThat(seconds).isEqualTo(pinged + 10);
    }
}
