package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpSchedulerTest {
    private static final long MS = 1_000_000;

    private final RtcpScheduler scheduler =
            new RtcpScheduler(new Random(5), RtcpScheduler.MINIMUM, 1000 * MS);

    @Test
    void theFirstReportIsDueAtOnceAndTheNextAnIntervalLater() {
        assertThat(scheduler.due(999 * MS)).isFalse();
        assertThat(scheduler.due(1000 * MS)).isTrue();
        scheduler.sent(1000 * MS);
        assertThat(scheduler.due(3000 * MS)).isFalse();
        assertThat(scheduler.due(7200 * MS)).isTrue();
    }

    @Test
    void feedbackDoesNotWait() {
        scheduler.sent(1000 * MS);
        scheduler.feedback();
        assertThat(scheduler.due(1001 * MS)).isTrue();
        scheduler.sent(1001 * MS);
        assertThat(scheduler.due(1002 * MS)).isFalse();
    }

    /** RFC 3550 §6.3.1: 0.5 to 1.5 intervals, made up for by e - 3/2. */
    @Test
    void intervalsAreSpread() {
        LongSummaryStatistics intervals = new LongSummaryStatistics();
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            long sent = now;
            scheduler.sent(sent);
            while (!scheduler.due(now)) {
                now += 10 * MS;
            }
            intervals.accept((now - sent) / MS);
        }
        assertThat(intervals.getMin()).isBetween(2050L, 2150L);
        assertThat(intervals.getMax()).isBetween(6000L, 6170L);
        assertThat(intervals.getAverage()).isBetween(4000.0, 4200.0);
    }
}
