package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedSelectTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 1_001_700_000;

    private long now = START;
    private final List<Long> sleeps = new ArrayList<>();
    private final PacedSelect select =
            new PacedSelect(
                    () -> now,
                    nanos -> {
                        sleeps.add(nanos);
                        now += nanos;
                    });

    @Test
    void aLoopThatIsSeldomWokenUpNeverSleeps() throws Exception {
        for (int i = 0; i < 1000; i++) {
            look();
            now += 5_100_000;
        }

        assertThat(sleeps).isEmpty();
    }

    /** A packet each 0.4 ms: 2500 of them a second. */
    @Test
    void aBusyLoopLooksEachFiveMilliseconds() throws Exception {
        int looks = 0;
        while (now < START + 1000 * MILLI) {
            look();
            looks++;
            now = (now / 400_000 + 1) * 400_000;
        }

        assertThat(looks).isBetween(195, 205);
        assertThat(sleeps).hasSizeGreaterThan(190).allMatch(nanos -> nanos <= 5 * MILLI);
    }

    @Test
    void wakesUpOnAGridThatTicksLieOn() throws Exception {
        for (int i = 0; i < 100; i++) {
            int slept = sleeps.size();
            look();
            if (sleeps.size() > slept) {
                assertThat(now % (5 * MILLI)).isZero();
            }
            now += 300_000;
        }

        assertThat(sleeps).isNotEmpty();
        assertThat(MediaTicker.PERIOD_NANOS % PacedSelect.PERIOD_NANOS).isZero();
    }

    /** After a second without anything there is no second's worth of looks. */
    @Test
    void whatWasNotLookedForIsHardlySavedUp() throws Exception {
        now += 1000 * MILLI;
        for (int i = 0; i < 4; i++) {
            look();
        }
        assertThat(sleeps).isEmpty();

        look();

        assertThat(sleeps).hasSize(1);
    }

    @Test
    void tasksDoNotWait() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(select.calculateStrategy(() -> 7, true)).isEqualTo(7);
        }

        assertThat(sleeps).isEmpty();
    }

    /** Netty does not wait for packets where a timer is due, and after a sleep one mostly is. */
    @Test
    void looksAtOnceAfterASleep() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(select.calculateStrategy(() -> 7, false)).isEqualTo(SelectStrategy.SELECT);
        }

        assertThat(select.calculateStrategy(() -> 7, false)).isEqualTo(7);
        assertThat(select.calculateStrategy(() -> 0, false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(sleeps).hasSize(2);
    }

    private void look() throws Exception {
        select.calculateStrategy(() -> 0, false);
    }
}
