package io.sipcast.media;

import static io.sipcast.media.VirtualCall.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.G711;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the callee hears of us, decoded, in virtual time. */
class SoundFeedTest {
    private static final TelephoneEvents EVENTS =
            new TelephoneEvents(OptionalInt.of(101), Map.of(101, 8000));

    private final List<RtpPacket> packets = new ArrayList<>();
    private MediaSession session = session(TowardCallee.DEFAULT, AudioCodecs.G711, G711.PCMA);
    private long now;

    private MediaSession session(TowardCallee toward, AudioCodecs codecs, G711 law) {
        return new MediaSession(
                new MediaSession.Settings(
                        JitterBounds.DEFAULT, Duration.ofSeconds(2), false, toward),
                codecs,
                new Negotiated(AudioTrack.of(law, EVENTS), null),
                new Taking(),
                new Random(7),
                Instant.ofEpochSecond(1_800_000_000),
                0);
    }

    @Test
    void aToneAtTheRateOfTheCodecArrivesSampleForSample() {
        session.inject(new ToneInjection("tone", 440, 8000, true, 1000));
        runUntil(990);

        short[] expected = ToneMeter.tone(440, 10_000, 8000, 0, 8000);
        short[] heard = heard(0, 8000);
        for (int i = 0; i < 8000; i++) {
            assertThat(heard[i]).isEqualTo(G711.PCMA.decode(G711.PCMA.encode(expected[i])));
        }
    }

    @Test
    void aToneOfAnotherRateArrivesWithItsPitchAndLevel() {
        for (int rate : new int[] {16_000, 44_100, 48_000}) {
            packets.clear();
            session = session(TowardCallee.DEFAULT, AudioCodecs.G711, G711.PCMU);
            now = 0;
            session.inject(new ToneInjection("tone", 1000, rate, true, 2000));
            runUntil(1990);

            short[] heard = heard(0, 16_000);
            assertThat(ToneMeter.hz(heard, 8000)).isCloseTo(1000, within(2.0));
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.3));
        }
    }

    @Test
    void thenThereIsSilenceAgainAndTheTimestampsNeverStop() {
        ToneInjection tone = new ToneInjection("tone", 440, 8000, true, 100);
        runUntil(190);
        session.inject(tone);
        runUntil(590);

        assertThat(tone.closed).isTrue();
        assertThat(loudPackets()).isEqualTo("..........!!!!!...............");
        for (int i = 1; i < packets.size(); i++) {
            RtpPacket before = packets.get(i - 1);
            RtpPacket packet = packets.get(i);
            assertThat(packet.timestamp() - before.timestamp() & 0xFFFFFFFFL).isEqualTo(160);
            assertThat(packet.sequence()).isEqualTo(before.sequence() + 1 & 0xFFFF);
            assertThat(packet.marker()).isFalse();
        }
        assertThat(session.endInjection()).isFalse();
    }

    @Test
    void theNextOneTakesThePlaceOfTheOneBefore() {
        ToneInjection first = new ToneInjection("first", 400, 8000, true, 5000);
        ToneInjection second = new ToneInjection("second", 1600, 8000, true, 5000);
        session.inject(first);
        runUntil(990);
        session.inject(second);
        runUntil(1990);

        assertThat(first.closed).isTrue();
        assertThat(second.closed).isFalse();
        assertThat(ToneMeter.hz(heard(0, 8000), 8000)).isCloseTo(400, within(2.0));
        assertThat(ToneMeter.hz(heard(50, 8000), 8000)).isCloseTo(1600, within(3.0));
        assertThat(session.toward().hears()).isEqualTo("second");

        assertThat(session.endInjection()).isTrue();
        assertThat(second.closed).isTrue();
        runUntil(2190);
        assertThat(loudPackets()).endsWith("!..........");
        assertThat(session.toward()).isEqualTo(new Toward("silence", "nothing", null, null));
    }

    @Test
    void aKeyComesBeforeTheSoundAndAFileWaitsForIt() {
        session.inject(new ToneInjection("tone", 440, 8000, true, 200));
        runUntil(90);
        var _ = session.press('5', Duration.ofMillis(60));
        runUntil(500);

        List<Integer> types = packets.stream().map(RtpPacket::payloadType).toList();
        assertThat(types.subList(4, 12)).containsExactly(8, 101, 101, 101, 101, 101, 8, 8);
        long loud = loudPackets().chars().filter(one -> one == '!').count();
        assertThat(loud).isEqualTo(10);
    }

    @Test
    void noiseIsLowAndNeverTheSame() {
        for (G711 law : G711.values()) {
            packets.clear();
            now = 0;
            TowardCallee noisy = new TowardCallee(true, Duration.ZERO, List.of());
            session = session(noisy, AudioCodecs.G711, law);
            runUntil(3990);

            short[] heard = heard(0, 32_000);
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-65, within(1.5));
            Set<String> payloads = new HashSet<>();
            packets.forEach(packet -> payloads.add(Arrays.toString(payload(packet))));
            assertThat(payloads).hasSameSizeAs(packets);
            assertThat(session.toward().hears()).isEqualTo("noise");
        }
    }

    @Test
    void whatCannotBeEncodedIsSilence() {
        var deaf =
                new AudioCodecs() {
                    @Override
                    public AudioDecoder decoder(AudioPayload payload) {
                        return AudioCodecs.G711.decoder(payload);
                    }

                    @Override
                    public @Nullable AudioPayloadEncoder encoder(AudioPayload payload) {
                        return null;
                    }
                };
        session = session(TowardCallee.DEFAULT, deaf, G711.PCMA);
        assertThat(session.soundRateHz()).isZero();
        session.inject(new ToneInjection("tone", 440, 8000, true, 200));
        runUntil(100);

        assertThat(loudPackets()).doesNotContain("!");
        assertThat(session.toward().hears()).isEqualTo("silence");
    }

    @Test
    void beforeTheStartDelayIsOverThePortIsOnlyKeptOpen() {
        TowardCallee late = new TowardCallee(true, Duration.ofMillis(500), List.of());
        session = session(late, AudioCodecs.G711, G711.PCMA);
        runUntil(990);
        assertThat(packets).as("not answered").hasSize(3).allMatch(p -> p.payloadLength() == 0);

        session.answered(now);
        runUntil(1480);
        assertThat(packets).hasSize(3);
        runUntil(1990);

        RtpPacket first = packets.get(3);
        assertThat(first.payloadType()).isEqualTo(8);
        assertThat(first.marker()).isTrue();
        assertThat(first.timestamp() - packets.getFirst().timestamp() & 0xFFFFFFFFL)
                .as("as if it had gone on since the start")
                .isEqualTo(1500 * 8);
        assertThat(packets).hasSize(3 + 25);
    }

    @Test
    void aKeyEndsTheStartDelay() {
        TowardCallee late = new TowardCallee(false, Duration.ofSeconds(5), List.of());
        session = session(late, AudioCodecs.G711, G711.PCMA);
        session.answered(0);
        runUntil(490);
        assertThat(session.takesKeys()).isTrue();
        var _ = session.press('1', Duration.ofMillis(100));
        runUntil(590);

        assertThat(packets.get(3).payloadType()).isEqualTo(101);
    }

    @Test
    void atTheEndOfTheCallItIsLetGo() {
        ToneInjection tone = new ToneInjection("tone", 440, 8000, true, 1000);
        session.inject(tone);
        session.close(now);

        assertThat(tone.closed).isTrue();
    }

    private void runUntil(long millis) {
        for (; now <= millis * MILLIS; now += 10 * MILLIS) {
            session.tick(now);
        }
    }

    /** A dot for a silent packet. */
    private String loudPackets() {
        var all = new StringBuilder();
        for (RtpPacket packet : packets) {
            if (packet.payloadLength() == 160) {
                boolean silent = true;
                for (byte code : payload(packet)) {
                    silent &= code == G711.PCMA.silence();
                }
                all.append(silent ? '.' : '!');
            }
        }
        return all.toString();
    }

    private short[] heard(int firstPacket, int samples) {
        short[] all = new short[samples];
        for (int i = 0; i < samples / 160; i++) {
            RtpPacket packet = packets.get(firstPacket + i);
            G711 law = packet.payloadType() == 0 ? G711.PCMU : G711.PCMA;
            short[] some = new short[160];
            law.decode(packet.bytes(), packet.payloadOffset(), some);
            System.arraycopy(some, 0, all, i * 160, 160);
        }
        return all;
    }

    private static byte[] payload(RtpPacket packet) {
        byte[] payload = new byte[packet.payloadLength()];
        System.arraycopy(packet.bytes(), packet.payloadOffset(), payload, 0, payload.length);
        return payload;
    }

    private final class Taking implements MediaOutput {
        @Override
        public void audio(Pcm block) {
            Objects.requireNonNull(block);
        }

        @Override
        public void video(MediaUnit unit) {
            throw new AssertionError("no pictures here");
        }

        @Override
        public void sendRtp(MediaTrack track, ByteBuffer datagram) {
            packets.add(RtpPacket.read(datagram, now));
        }

        @Override
        public void sendRtcp(MediaTrack track, ByteBuffer datagram) {}

        @Override
        public void key(char key, long beganNanos, long durationNanos) {}

        @Override
        public void signalKeyFrame() {}
    }
}
