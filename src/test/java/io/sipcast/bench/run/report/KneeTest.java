package io.sipcast.bench.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KneeTest {
    @Test
    void isTheLastStepBeforeTheDelayRises() {
        Knee knee =
                Knee.of(
                        List.of(
                                Readings.good(50),
                                Readings.good(100),
                                Readings.of(150, 1.2, 40.5, 0, List.of())),
                        Knee.SOUND_MILLIS);

        assertThat(knee.calls()).isEqualTo(100);
        assertThat(knee.reached()).isTrue();
        assertThat(knee.why())
                .isEqualTo("at 150 calls: delay of 40.5 ms at p99, 1.20 of the core taken");
    }

    @Test
    void nothingAfterABadStepCounts() {
        Reading lossy = Readings.of(100, 0.8, 3, 2, List.of());

        Knee knee =
                Knee.of(List.of(Readings.good(50), lossy, Readings.good(150)), Knee.SOUND_MILLIS);

        assertThat(knee).isEqualTo(new Knee(50, true, "at 100 calls: 2 audio frames lost"));
    }

    @Test
    void isNotReachedWhereAllStepsAreGood() {
        assertThat(Knee.of(List.of(Readings.good(10), Readings.good(50)), Knee.SOUND_MILLIS))
                .isEqualTo(new Knee(50, false, "none up to 50 calls"));
    }

    @Test
    void isNoneWhereTheFirstStepIsBad() {
        Reading wrong = Readings.of(1, 0.1, 3, 0, List.of("wrong sound"));

        assertThat(Knee.of(List.of(wrong), Knee.SOUND_MILLIS))
                .isEqualTo(new Knee(0, true, "at 1 calls: wrong sound"));
    }

    @Test
    void anUnknownDelayIsABadOne() {
        assertThat(
                        Knee.whatGaveWay(
                                Readings.of(1, 0.1, Double.NaN, 0, List.of()), Knee.SOUND_MILLIS))
                .hasSize(1);
    }
}
