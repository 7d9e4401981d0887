package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSenderTest {
    private static final long START = 0xFFFF_FF00L;

    private final List<String> packets = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 32_000, 48_000})
    void aKeyGrowsByPacketsOnItsClockAndEndsThreeTimes(int clockHz) {
        int step = clockHz / 50;
        var sender = new EventSender(step);
        sender.press(5, START, clockHz / 10);
        int slots = run(sender, step);

        assertThat(packets)
                .containsExactly(
                        "0 M +0 5 " + step,
                        "1 +0 5 " + 2 * step,
                        "2 +0 5 " + 3 * step,
                        "3 +0 5 " + 4 * step,
                        "4 +0 5 " + 5 * step + " E",
                        "5 +0 5 " + 5 * step + " E",
                        "6 +0 5 " + 5 * step + " E");
        assertThat(slots).isEqualTo(7);
    }

    @Test
    void itLastsAsLongAsItWasToldAndNoTickMore() {
        var sender = new EventSender(160);
        sender.press(11, START, 500);
        run(sender, 160);

        assertThat(packets)
                .containsExactly(
                        "0 M +0 11 160",
                        "1 +0 11 320",
                        "2 +0 11 480",
                        "3 +0 11 500 E",
                        "4 +0 11 500 E",
                        "5 +0 11 500 E");
    }

    @Test
    void aShortOneIsItsEnd() {
        var sender = new EventSender(960);
        sender.press(0, START, 960);
        run(sender, 960);

        assertThat(packets).containsExactly("0 M +0 0 960 E", "1 +0 0 960 E", "2 +0 0 960 E");
    }

    /** RFC 4733 §2.5.1.3: 1.5 s at 48 kHz are 72000 ticks, more than 65535. */
    @Test
    void aLongOneGoesOutInSegments() {
        var sender = new EventSender(960);
        sender.press(1, START, 72_000);
        run(sender, 960);

        assertThat(packets.subList(0, 2)).containsExactly("0 M +0 1 960", "1 +0 1 1920");
        assertThat(packets.subList(67, 76))
                .containsExactly(
                        "67 +0 1 65280",
                        "68 +0 1 65535", // the segment is full: no end, no marker on the next
                        "68 +65535 1 705",
                        "69 +0 1 65535", // its last packet two times more
                        "69 +65535 1 1665",
                        "70 +0 1 65535",
                        "70 +65535 1 2625",
                        "71 +65535 1 3585",
                        "72 +65535 1 4545");
        assertThat(packets.subList(packets.size() - 3, packets.size()))
                .containsExactly("74 +65535 1 6465 E", "75 +65535 1 6465 E", "76 +65535 1 6465 E");
        assertThat(packets.stream().filter(one -> one.contains("M"))).hasSize(1);
    }

    /** Two minutes at 48 kHz: 88 segments. */
    @Test
    void noTickIsLostOverManySegments() {
        var sender = new EventSender(960);
        long ticks = 120L * 48_000;
        sender.press(1, START, ticks);
        run(sender, 960);

        long segment = ticks / 0xFFFF * 0xFFFF;
        assertThat(packets.getLast()).endsWith("+" + segment + " 1 " + (ticks - segment) + " E");
    }

    @Test
    void aTickThatComesLateTellsHowLongItHasBeenByNow() {
        var sender = new EventSender(160);
        sender.press(3, START, 1600);
        slot(sender, 0, 160);
        slot(sender, 7, 160);
        slot(sender, 30, 160);

        assertThat(packets).containsExactly("0 M +0 3 160", "7 +0 3 1280", "30 +0 3 1600 E");
    }

    private int run(EventSender sender, int step) {
        int slot = 0;
        while (sender.pressed()) {
            slot(sender, slot++, step);
        }
        return slot;
    }

    private void slot(EventSender sender, int slot, int step) {
        sender.next(
                START + (long) slot * step,
                (marker, ticks, event) -> {
                    assertThat(event.volume()).isEqualTo(10);
                    packets.add(
                            slot
                                    + (marker ? " M +" : " +")
                                    + (ticks - START)
                                    + " "
                                    + event.event()
                                    + " "
                                    + event.durationTicks()
                                    + (event.end() ? " E" : ""));
                });
    }
}
