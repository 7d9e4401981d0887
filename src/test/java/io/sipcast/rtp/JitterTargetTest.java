package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JitterTargetTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long ORIGIN = Long.MAX_VALUE - 5 * SECOND; // wraps, as nanoTime may

    private final JitterTarget target =
            new JitterTarget(Duration.ofMillis(60), Duration.ofMillis(400));

    @Test
    void isTheLeastWhileAllIsOnTime() {
        for (int i = 0; i < 1000; i++) {
            target.add(i % 40 * MS, ORIGIN + i * (20 * MS));
        }
        assertThat(millis(20 * SECOND)).isEqualTo(60);
    }

    @Test
    void growsAtOnceAndBeyondWhatWasSeen() {
        target.add(150 * MS, ORIGIN);
        assertThat(millis(0)).isEqualTo(170);
        target.add(395 * MS, ORIGIN + MS);
        assertThat(millis(MS)).isEqualTo(400);
    }

    @Test
    void holdsForHalfAMinuteAndThenShrinksSlowly() {
        target.add(300 * MS, ORIGIN);
        assertThat(millis(31 * SECOND)).isEqualTo(320);
        assertThat(millis(34 * SECOND)).isBetween(290L, 310L);
        long before = millis(34 * SECOND);
        for (int second = 35; second < 80; second++) {
            long now = millis(second * SECOND);
            assertThat(before - now).isBetween(0L, 10L);
            before = now;
        }
        assertThat(before).isEqualTo(60);
    }

    @Test
    void staysUpForWhatComesAgainAndAgain() {
        for (int i = 0; i < 20; i++) {
            target.add(300 * MS, ORIGIN + i * (25 * SECOND));
            assertThat(millis(i * (25 * SECOND) + 24 * SECOND)).isEqualTo(320);
        }
    }

    @Test
    void anOutageIsNoJitterNorWhatComesInABurstAfterIt() {
        for (int late = 2_000; late > 0; late -= 20) {
            target.add(late * MS, ORIGIN);
        }
        assertThat(millis(0)).isEqualTo(60);
        target.add(90 * MS, ORIGIN + SECOND);
        assertThat(millis(SECOND)).as("after it, as before").isEqualTo(110);
    }

    @Test
    void mayHaveAReasonToBeHigher() {
        target.atLeast(150 * MS);
        assertThat(millis(0)).isEqualTo(150);
        target.atLeast(SECOND);
        assertThat(millis(0)).isEqualTo(400);
        target.atLeast(0);
        assertThat(millis(0)).isEqualTo(60);
    }

    @Test
    void boundsAreInOrder() {
        assertThatThrownBy(() -> new JitterTarget(Duration.ofMillis(61), Duration.ofMillis(60)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private long millis(long afterOrigin) {
        return target.nanos(ORIGIN + afterOrigin) / MS;
    }
}
