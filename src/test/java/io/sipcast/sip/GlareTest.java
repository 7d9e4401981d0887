package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlareTest {
    /** RFC 3261 §14.1. */
    @ParameterizedTest
    @CsvSource({"true, 2100, 4000", "false, 0, 2000"})
    void theWaitIsInUnitsOfTenMillisecondsAndUsesItsWholeRange(
            boolean caller, long leastMillis, long mostMillis) {
        var random = new SplittableRandom(1);
        LongSummaryStatistics waits =
                LongStream.range(0, 10_000)
                        .map(_ -> Glare.pauseNanos(random, caller))
                        .peek(wait -> assertThat(wait % 10_000_000).isZero())
                        .summaryStatistics();

        assertThat(Duration.ofNanos(waits.getMin())).isEqualTo(Duration.ofMillis(leastMillis));
        assertThat(Duration.ofNanos(waits.getMax())).isEqualTo(Duration.ofMillis(mostMillis));
    }
}
