package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.MediaStats;
import io.sipcast.media.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallHistoryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ORIGIN = Long.MAX_VALUE - 100 * SECOND; // it wraps
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final CallHistory history =
            new CallHistory(() -> new CallHistory.Load(570_000, 12), START, ORIGIN);

    @Test
    void aSampleIsDueEachSecond() {
        assertThat(history.due(ORIGIN + SECOND - 1)).isFalse();
        assertThat(history.due(ORIGIN + SECOND)).isTrue();
        history.add(sound(10, 0), ORIGIN + SECOND + 3_000_000);
        assertThat(history.due(ORIGIN + 2 * SECOND - 1)).isFalse();
        assertThat(history.due(ORIGIN + 2 * SECOND)).as("lateness does not add up").isTrue();
    }

    @Test
    void whatAStalledLoopMissedIsNotMadeUp() {
        history.add(sound(10, 0), ORIGIN + 10 * SECOND);

        assertThat(history.due(ORIGIN + 10 * SECOND + SECOND - 1)).isFalse();
        assertThat(history.due(ORIGIN + 11 * SECOND)).isTrue();
    }

    @Test
    void whatIsUnknownIsNull() {
        history.add(sound(10, 3), ORIGIN + SECOND);

        CallHistory.Sample one = history.samples().getFirst();
        assertThat(one.at()).isEqualTo(START.plusSeconds(1));
        assertThat(one.audioBitRate()).isEqualTo(64_000);
        assertThat(one.videoBitRate()).isNull();
        assertThat(one.frameRate()).isNull();
        assertThat(one.skewMillis()).isNull();
        assertThat(one.jitterMillis()).isCloseTo(1.25, within(0.001));
        assertThat(one.levelDbfs()).isCloseTo(-19.3, within(0.001));
        assertThat(one.outBitRate()).isEqualTo(570_000);
        assertThat(one.queueBytes()).isEqualTo(12);
        assertThat(one.lost()).isEqualTo(3);
    }

    @Test
    void anEndedCallKeepsWhatThereIsAndTakesNoMore() {
        history.add(sound(10, 3), ORIGIN + SECOND);
        history.add(sound(20, 3), ORIGIN + 2 * SECOND);
        List<CallHistory.Sample> before = history.samples();
        history.end();
        history.add(sound(30, 3), ORIGIN + 3 * SECOND);

        assertThat(history.samples()).isEqualTo(before).hasSize(2);
        assertThat(history.before()).isNull();
        assertThat(history.quietSeconds(-19)).isEqualTo(2);
    }

    @Test
    void knowsForHowLongItHasBeenQuiet() {
        assertThat(history.quietSeconds(-19)).isZero();
        history.add(sound(10, 0), ORIGIN + SECOND);
        history.add(sound(20, 0), ORIGIN + 2 * SECOND);

        assertThat(history.quietSeconds(-19)).isEqualTo(2);
        assertThat(history.quietSeconds(-20)).isZero();
        for (long second = 3; second < 1000; second++) {
            history.add(sound(second * 10, 0), ORIGIN + second * SECOND);
        }
        assertThat(history.quietSeconds(-19)).isEqualTo(300);
    }

    @Test
    void lossIsThatOfEachSecond() {
        history.add(sound(10, 3), ORIGIN + SECOND);
        history.add(sound(20, 3), ORIGIN + 2 * SECOND);
        history.add(sound(30, 8), ORIGIN + 3 * SECOND);

        assertThat(history.samples())
                .extracting(CallHistory.Sample::lost)
                .containsExactly(3L, 0L, 5L);
    }

    @Test
    void theLastFiveMinutesAreKept() {
        for (int i = 1; i <= 450; i++) {
            history.add(sound(i, 0), ORIGIN + i * SECOND);
        }

        List<CallHistory.Sample> samples = history.samples();
        assertThat(samples).hasSize(300);
        assertThat(samples.getFirst().at()).isEqualTo(START.plusSeconds(151));
        assertThat(samples.getLast().at()).isEqualTo(START.plusSeconds(450));
    }

    @Test
    void whatWasBeforeTheNewestIsThereToCompareWith() {
        assertThat(history.before()).isNull();
        MediaStats first = sound(10, 0);
        history.add(first, ORIGIN + SECOND);
        assertThat(history.before()).isNull();
        history.add(sound(20, 0), ORIGIN + 2 * SECOND);
        assertThat(history.before()).isSameAs(first);
    }

    private static MediaStats sound(long packets, long lost) {
        var counters =
                new MediaStats.Packets(
                        new Path.Snapshot("rtp/audio", List.of()),
                        1,
                        packets,
                        lost,
                        0,
                        0,
                        0,
                        0,
                        64_000,
                        1.25,
                        60,
                        -1,
                        0,
                        0);
        return new MediaStats(
                new MediaStats.Audio(counters, "PCMU", 60, 0, 0, 0, 1, 0, 0, -19.3, -13.0), null);
    }
}
