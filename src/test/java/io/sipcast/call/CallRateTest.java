package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CallRateTest {
    private static long at(int seconds) {
        return Long.MAX_VALUE - 5_000_000_000L + seconds * 1_000_000_000L; // the clock may wrap
    }

    @Test
    void anyMinuteHasNoMoreThanIsAllowed() {
        CallRate rate = new CallRate(OptionalInt.of(2));
        assertThat(rate.pause(at(0))).isZero();
        rate.begin(at(0));
        rate.begin(at(40));

        assertThat(rate.pause(at(50))).isEqualTo(Duration.ofSeconds(10));
        assertThat(rate.pause(at(60))).isZero();
        rate.begin(at(60));
        assertThat(rate.pause(at(61))).isEqualTo(Duration.ofSeconds(39));
    }

    @Test
    void thereMayBeNoLimit() {
        CallRate rate = new CallRate(OptionalInt.empty());
        for (int i = 0; i < 100; i++) {
            rate.begin(at(0));
        }

        assertThat(rate.pause(at(0))).isZero();
    }
}
