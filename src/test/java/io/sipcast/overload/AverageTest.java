package io.sipcast.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AverageTest {
    private static final Offset<Double> NEARLY = within(1e-9);

    private final Average average = new Average(Duration.ofSeconds(5), seconds(0));

    @Test
    void beforeTheFirstSampleAllWasNought() {
        assertThat(average.mean()).isZero();
        assertThat(average.highest()).isZero();

        average.add(1, seconds(1));

        assertThat(average.mean()).isEqualTo(0.2, NEARLY);
        assertThat(average.highest()).isEqualTo(1);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        for (int second = 1; second <= 5; second++) {
            average.add(1, seconds(second));
        }
        assertThat(average.mean()).isEqualTo(1, NEARLY);

        for (int second = 6; second <= 9; second++) {
            average.add(0, seconds(second));
        }
        assertThat(average.mean()).isEqualTo(0.2, NEARLY);
        assertThat(average.highest()).isEqualTo(1);

        average.add(0, seconds(10));
        assertThat(average.mean()).isZero();
        assertThat(average.highest()).isZero();
    }

    @Test
    void aSampleCountsForAsLongAsItTook() {
        average.add(0.5, seconds(1));
        average.add(1, seconds(3)); // it came late

        assertThat(average.mean()).isEqualTo((0.5 + 2 * 1) / 5, NEARLY);

        average.add(1, seconds(30));
        assertThat(average.mean()).as("no more than all").isEqualTo(1, NEARLY);
    }

    @Test
    void theEdgeOfTheWindowCutsASample() {
        average.add(1, seconds(2));
        average.add(0, seconds(6));

        assertThat(average.mean()).as("one second of the first is left").isEqualTo(0.2, NEARLY);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos() - 17; // the clock may begin anywhere
    }
}
