package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.G711;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What goes out, byte by byte, in virtual time. */
class AudioSenderTest {
    private static final long MILLIS = 1_000_000L;
    private static final TelephoneEvents EVENTS =
            new TelephoneEvents(OptionalInt.of(101), Map.of(101, 8000));
    private static final AudioTrack TRACK = AudioTrack.of(G711.PCMA, EVENTS);

    private static final SoundFeed SILENT =
            new SoundFeed(AudioCodecs.G711, new InjectionSlot(), null, new ReceiverAdvice());

    /** SSRC 1, timestamps from 2, sequence numbers from 3. */
    private static final class Counting implements RandomGenerator {
        private int next;

        @Override
        public long nextLong() {
            return next;
        }

        @Override
        public int nextInt() {
            return ++next;
        }

        @Override
        public int nextInt(int bound) {
            return ++next;
        }
    }

    private final AudioSender sender =
            new AudioSender(new RtpSender(new Counting()), new SendClock(8000, 0), SILENT, 0);
    private final List<String> packets = new ArrayList<>();
    private long now;

    @Test
    void aKeyTakesThePlaceOfTheSilence() {
        poll(TRACK, 20);
        long letGo = sender.press(5, Duration.ofMillis(60));
        poll(TRACK, 160);

        assertThat(letGo).isEqualTo(100 * MILLIS);
        assertThat(packets)
                .containsExactly(
                        "0 8088000300000002 00000001 d5*160",
                        "20 80080004000000a2 00000001 d5*160",
                        // marker, one timestamp, the duration grows, the end three times
                        "40 80e5000500000142 00000001 050a00a0",
                        "60 8065000600000142 00000001 050a0140",
                        "80 8065000700000142 00000001 058a01e0",
                        "100 8065000800000142 00000001 058a01e0",
                        "120 8065000900000142 00000001 058a01e0",
                        // and the silence goes on where it is by now
                        "140 8008000a00000462 00000001 d5*160",
                        "160 8008000b00000502 00000001 d5*160");
    }

    @Test
    void everyTimestampIsTheOneOfItsTime() {
        for (int i = 0; i < 20; i++) {
            poll(TRACK, now / MILLIS + 190);
            var _ = sender.press(i % 16, Duration.ofMillis(100));
        }
        int sequence = 3;
        for (String packet : packets) {
            int at = Integer.parseInt(packet.substring(0, packet.indexOf(' ')));
            String header = packet.substring(packet.indexOf(' ') + 1);
            assertThat(HexFormat.fromHexDigits(header, 4, 8)).isEqualTo(sequence++);
            int ticks = HexFormat.fromHexDigits(header, 8, 16) - 2;
            if (header.startsWith("8008")) {
                assertThat(ticks).isEqualTo(at * 8);
            } else {
                assertThat(ticks).isBetween((at - 120) * 8, at * 8);
            }
        }
    }

    @Test
    void whoTakesNoSoundAnyMoreGetsNoRestOfAKey() {
        poll(TRACK, 20);
        var _ = sender.press(5, Duration.ofSeconds(1));
        poll(TRACK, 60);
        sender.pause();
        now = 5_000 * MILLIS;
        packets.clear();
        poll(TRACK, 5_000);

        assertThat(packets).containsExactly("5000 8088000700009c42 00000001 d5*160");
    }

    @Test
    void whoTakesNoKeysAnyMoreGetsSilence() {
        poll(TRACK, 20);
        var _ = sender.press(5, Duration.ofSeconds(1));
        poll(AudioTrack.of(G711.PCMA), 40);
        poll(TRACK, 60);

        assertThat(packets.subList(2, 4))
                .containsExactly(
                        "40 8008000500000142 00000001 d5*160",
                        "60 80080006000001e2 00000001 d5*160");
    }

    @Test
    void aLoopThatWasStuckMakesUpForNothing() {
        poll(TRACK, 20);
        var _ = sender.press(5, Duration.ofMillis(200));
        now = 1_000 * MILLIS;
        packets.clear();
        sender.poll(TRACK, now, this::note);

        assertThat(packets).containsExactly("1000 80e5000500000142 00000001 058a0640");
    }

    /** A tick each 10 ms, up to this time. */
    private void poll(AudioTrack track, long untilMillis) {
        for (; now <= untilMillis * MILLIS; now += 10 * MILLIS) {
            sender.poll(track, now, this::note);
        }
    }

    private void note(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        String silence = "d5".repeat(160);
        packets.add(
                now / MILLIS
                        + " "
                        + hex.substring(0, 16)
                        + " "
                        + hex.substring(16, 24)
                        + " "
                        + hex.substring(24).replace(silence, "d5*160"));
    }
}
