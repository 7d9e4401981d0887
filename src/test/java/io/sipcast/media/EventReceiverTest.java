package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.TelephoneEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReceiverTest {
    private static final long MILLIS = 1_000_000L;
    private static final long FIRST = 0xFFFF_FE00L;

    /** One packet of a key as it is sent. */
    private record Sent(long millis, long timestamp, TelephoneEvent event) {}

    private final List<String> pressed = new ArrayList<>();
    private final EventReceiver receiver =
            new EventReceiver((event, began, duration) ->
                    pressed.add(event + " " + began / MILLIS + " " + duration / MILLIS));
    private int clockHz = 8000;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 32_000, 48_000})
    void aPressIsToldOnceWhenItEnds(int clock) {
        clockHz = clock;
        receive(key(5, 1_000, 100));

        assertThat(pressed).containsExactly("5 1000 100");
    }

    @Test
    void theSameKeyTwiceIsTwoPresses() {
        receive(key(5, 1_000, 100));
        receive(key(5, 1_300, 80));

        assertThat(pressed).containsExactly("5 1000 100", "5 1300 80");
    }

    @Test
    void lostStartsAreReckonedBack() {
        List<Sent> packets = key(5, 1_000, 100);
        receive(packets.subList(3, packets.size()));

        assertThat(pressed).containsExactly("5 1000 100");
    }

    @Test
    void oneEndIsEnough() {
        List<Sent> packets = key(5, 1_000, 100);
        receive(packets.subList(packets.size() - 1, packets.size()));

        assertThat(pressed).hasSize(1).first().asString().startsWith("5 10").endsWith(" 100");
    }

    @Test
    void lostEndsAreWaitedForAndThenGivenUp() {
        receive(key(5, 1_000, 100).subList(0, 4));
        receiver.tick(1_359 * MILLIS);
        assertThat(pressed).isEmpty();
        receiver.tick(1_380 * MILLIS);
        assertThat(pressed).containsExactly("5 1000 80");

        receive(key(5, 1_000, 100).subList(4, 7)); // ends that were not lost but late
        receiver.tick(9_000 * MILLIS);
        assertThat(pressed).hasSize(1);
    }

    @Test
    void theNextPressEndsOneWhoseEndsAreLost() {
        receive(key(5, 1_000, 100).subList(0, 5 - 1));
        receive(key(6, 1_200, 100));

        assertThat(pressed).containsExactly("5 1000 80", "6 1200 100");
    }

    @Test
    void aPressThatComesAfterTheNextHasBegunIsToldToo() {
        List<Sent> second = key(6, 1_200, 100);
        receive(second.subList(0, 2));
        receive(key(5, 1_000, 100).subList(4, 7));
        receive(second.subList(2, 7));

        assertThat(pressed).containsExactly("5 1000 100", "6 1200 100");
    }

    @Test
    void segmentsAreOnePress() {
        clockHz = 48_000;
        receive(key(1, 1_000, 3_000));

        assertThat(pressed).containsExactly("1 1000 3000");
    }

    @Test
    void anotherSourceBeginsAnew() {
        receive(key(5, 1_000, 100).subList(0, 3));
        receiver.restart();
        receive(key(5, 1_000, 100)); // by chance with the same timestamps

        assertThat(pressed).containsExactly("5 1000 60", "5 1000 100");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void lossDisorderAndRepetitionLeaveEachPressOnce(long seed) {
        var random = new Random(seed);
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int event = random.nextInt(16);
            List<Sent> packets = new ArrayList<>(key(event, 1_000 + 400L * i, 100));
            packets.addAll(packets.subList(2, 5));
            Collections.shuffle(packets, random);
            while (packets.size() > 1 && random.nextInt(3) > 0) {
                packets.removeLast();
            }
            receive(packets);
            receiver.tick((1_000 + 400L * i + 399) * MILLIS + EventReceiver.PATIENCE_NANOS);
            wanted.add(Integer.toString(event));
        }

        assertThat(pressed)
                .extracting(one -> one.substring(0, one.indexOf(' ')))
                .containsExactlyElementsOf(wanted);
    }

    @Test
    void noiseIsNoTrouble() {
        var random = new Random(5);
        for (long i = 0; i < 100_000; i++) {
            var event =
                    new TelephoneEvent(
                            random.nextInt(256),
                            random.nextBoolean(),
                            random.nextInt(64),
                            random.nextInt(65_536));
            long timestamp = random.nextBoolean() ? random.nextLong(1L << 32) : 160 * (i / 5);
            receiver.packet(timestamp, 8000, event, i * MILLIS);
            receiver.tick(i * MILLIS);
        }
        assertThat(pressed).hasSizeLessThan(100_000);
    }

    /** The packets of a key as our own sender makes them. */
    private List<Sent> key(int event, long atMillis, int durationMillis) {
        List<Sent> packets = new ArrayList<>();
        int step = clockHz / 50;
        var sender = new EventSender(step);
        long start = FIRST + atMillis * (clockHz / 1000);
        sender.press(event, start, (long) durationMillis * clockHz / 1000);
        for (int slot = 0; sender.pressed(); slot++) {
            long millis = atMillis + 20L * (slot + 1);
            sender.next(
                    start + (long) slot * step,
                    (_, ticks, packet) ->
                            packets.add(new Sent(millis, ticks & 0xFFFF_FFFFL, packet)));
        }
        return packets;
    }

    private void receive(List<Sent> packets) {
        for (Sent one : packets) {
            receiver.packet(one.timestamp(), clockHz, one.event(), one.millis() * MILLIS);
        }
    }
}
