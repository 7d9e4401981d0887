package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.JitterTarget;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamStartTest {
    private static final long MILLIS = 1_000_000L;

    private final StreamClock clock = new StreamClock();
    private final JitterTarget allowance = JitterBounds.DEFAULT.target(Duration.ofMillis(40));
    private final StreamStart start = new StreamStart(clock, allowance);

    @BeforeEach
    void begins() {
        clock.start(0);
        start.anchored(0);
    }

    @Test
    void whatComesEarlyWasOnTimeAndTheFirstOneLate() {
        assertThat(lateness(-20, 0)).isZero();
        assertThat(lateness(-20, 0)).isZero();

        assertThat(clock.at(100 * MILLIS)).isEqualTo(140 * MILLIS);
        assertThat(clock.unmoved(100 * MILLIS)).isEqualTo(100 * MILLIS);
    }

    @Test
    void whatComesLateMovesNothing() {
        assertThat(lateness(0, 20)).isZero();
        assertThat(lateness(35, 40)).isEqualTo(35);

        assertThat(clock.earlierNanos()).isZero();
    }

    @Test
    void theNextPacketMayBeAsLateAsTheFirstOneWas() {
        for (int i = 0; i < 15; i++) {
            lateness(-20, 0);
        }

        assertThat(allowance.nanos()).isEqualTo(320 * MILLIS);
    }

    @Test
    void aSenderThatIsFarAheadHasJumped() {
        lateness(-390, 0);

        assertThat(lateness(-20, 0)).isEqualTo(-20);
        assertThat(clock.earlierNanos()).isEqualTo(390 * MILLIS);
    }

    @Test
    void lastsASecond() {
        assertThat(lateness(-5, 999)).isZero();
        assertThat(lateness(-5, 1_000)).isEqualTo(-5);
    }

    @Test
    void isOverWhenTimestampsGetAnotherPlace() {
        start.anchored(200 * MILLIS);

        assertThat(lateness(-5, 220)).isEqualTo(-5);
    }

    private long lateness(long seemingMillis, long atMillis) {
        return (long) start.lateness((double) (seemingMillis * MILLIS), atMillis * MILLIS) / MILLIS;
    }
}
