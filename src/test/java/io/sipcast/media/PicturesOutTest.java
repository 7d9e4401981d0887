package io.sipcast.media;

import static io.sipcast.media.VirtualCall.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.PictureLoss;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtcpPacket;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.H264Depacketizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the callee sees of us, taken out of its packets, in virtual time. */
class PicturesOutTest {
    /** Constrained baseline, level 3.0. */
    private static final String SPS = "6742c01ed900a02ff97011000003000100000300320f162e48";

    private static final String PPS = "68cb83cb20";
    private static final Format.Video FORMAT = format(SPS);

    /** Of the high profile, level 4.0. */
    private static final Format.Video HIGH =
            format("67640028acd940780227e5c04400000fa40002ee003c60c658");

    private static final ShownPayload MODE_1 = new ShownPayload(102, 0x42E01F, 1);
    private static final Slate SLATE = slate(FORMAT);

    private final List<String> shown = new ArrayList<>();
    private final List<Long> ticks = new ArrayList<>();
    private final List<RtpPacket> packets = new ArrayList<>();
    private final List<RtcpPacket> reports = new ArrayList<>();
    private MediaSession session = session(MODE_1, Duration.ZERO, SLATE);
    private long now;

    private MediaSession session(ShownPayload payload, Duration delay, Slate... slates) {
        return new MediaSession(
                new MediaSession.Settings(
                        JitterBounds.DEFAULT,
                        Duration.ofSeconds(2),
                        false,
                        new TowardCallee(false, delay, List.of(slates))),
                AudioCodecs.G711,
                new Negotiated(
                        AudioTrack.of(G711.PCMU), VirtualCall.videoTrack(true, false), payload),
                new Taking(),
                new Random(7),
                Instant.ofEpochSecond(1_800_000_000),
                0);
    }

    @Test
    void aSlateIsShownAPictureEachSecondWithAKeyFrameEveryThird() {
        runUntil(6500);

        assertThat(shown)
                .containsExactly(
                        "0 slate a0 key",
                        "1000 slate a1",
                        "2000 slate a2",
                        "3000 slate b0 key",
                        "4000 slate b1",
                        "5000 slate b2",
                        "6000 slate a0 key");
        assertThat(ticks.get(6) - ticks.get(0) & 0xFFFFFFFFL).isEqualTo(6 * 90_000);
        assertThat(packets).allMatch(packet -> packet.payloadType() == 102);
        assertThat(session.toward().sees()).isEqualTo("slate");
        SenderReport report =
                reports.stream()
                        .filter(SenderReport.class::isInstance)
                        .map(SenderReport.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(report.packets()).isPositive();
    }

    @Test
    void aRequestIsAnsweredWithAKeyFrameButNotEachOfAFlood() {
        runUntil(1500);
        shown.clear();
        request(new PictureLoss(1, 2));
        runUntil(1600);
        assertThat(shown).containsExactly("1510 slate b0 key");

        request(FullIntraRequest.of(1, 2, 9));
        runUntil(1700);
        assertThat(shown).as("soon, but not at once").hasSize(1);
        runUntil(1900);
        assertThat(shown).containsExactly("1510 slate b0 key", "1810 slate a0 key");

        shown.clear();
        for (int i = 0; i < 200; i++) {
            request(new PictureLoss(1, 2));
            runUntil(1910 + i * 10);
        }
        assertThat(shown).hasSizeBetween(6, 7);
        runUntil(4900);
        shown.clear();
        session.keyFrameAsked(); // by SIP
        runUntil(5000);
        assertThat(shown).hasSize(1).allMatch(one -> one.matches("4910 slate [ab]0 key"));
    }

    @Test
    void aStreamIsShownFromItsKeyFrameOnAndThenTheSlateAgain() {
        runUntil(1190);
        ToneInjection stream = new ToneInjection("live/other", 440, 8000, false, 3000);
        session.inject(stream);
        stream.pictures.add(picture("s0", FORMAT, false, 1200));
        stream.pictures.add(picture("s1", FORMAT, true, 1240));
        stream.pictures.add(picture("s2", FORMAT, false, 1283));
        runUntil(1500);

        assertThat(shown)
                .containsExactly(
                        "0 slate a0 key", "1000 slate a1", "1240 live s1 key", "1290 live s2");
        assertThat(stream.keyFramesAsked).as("at the start").isPositive();
        assertThat(ticks.get(2) - ticks.get(0) & 0xFFFFFFFFL).isEqualTo(1240 * 90);
        assertThat(ticks.get(3) - ticks.get(0) & 0xFFFFFFFFL).isEqualTo(1283 * 90);
        assertThat(session.toward().sees()).isEqualTo("live/other");

        int asked = stream.keyFramesAsked;
        request(new PictureLoss(1, 2));
        runUntil(1600);
        assertThat(stream.keyFramesAsked).isGreaterThan(asked);

        shown.clear();
        assertThat(session.endInjection()).isTrue();
        runUntil(1700);
        assertThat(shown).containsExactly("1610 slate b0 key");
        assertThat(ticks.get(4) - ticks.get(3) & 0xFFFFFFFFL).isEqualTo((1610 - 1283) * 90);
    }

    @Test
    void aStreamWhosePicturesStopGivesWayToTheSlate() {
        ToneInjection stream = new ToneInjection("live/other", 440, 8000, false, 60_000);
        session.inject(stream);
        stream.pictures.add(picture("s1", FORMAT, true, 100));
        runUntil(2000);
        assertThat(shown).containsExactly("0 slate a0 key", "100 live s1 key");
        runUntil(2150);
        assertThat(shown.getLast()).isEqualTo("2110 slate b0 key");

        stream.pictures.add(picture("s2", FORMAT, false, 2200));
        stream.pictures.add(picture("s3", FORMAT, true, 2240));
        runUntil(2300);
        assertThat(shown.getLast()).isEqualTo("2240 live s3 key");
        assertThat(shown).noneMatch(one -> one.contains("s2"));
    }

    @Test
    void aStreamThatTheCalleeCannotDecodeIsHeardOnly() {
        ToneInjection stream = new ToneInjection("live/other", 440, 8000, false, 60_000);
        session.inject(stream);
        stream.pictures.add(picture("s1", HIGH, true, 100));
        stream.pictures.add(picture("s2", HIGH, false, 140));
        runUntil(1100);

        assertThat(shown).containsExactly("0 slate a0 key", "1000 slate a1");
        assertThat(session.toward())
                .isEqualTo(
                        new Toward(
                                "live/other",
                                "slate",
                                "live/other",
                                "Its pictures are not shown: they are of profile-level-id 640028,"
                                        + " but the callee takes 42e01f."));
    }

    @Test
    void modeNoughtGetsWholeNalUnits() {
        session = session(new ShownPayload(102, 0x42E01F, 0), Duration.ZERO, SLATE);
        runUntil(100);

        assertThat(packets).hasSize(3); // both parameter sets, the slice
        assertThat(packets.getLast().marker()).isTrue();
        assertThat(packets.getFirst().marker()).isFalse();
        assertThat(shown).containsExactly("0 slate a0 key");
    }

    @Test
    void whoTakesNoLevelOfOursAndWhoMustWaitGetsKeepAlives() {
        session = session(new ShownPayload(102, 0x42E00A, 1), Duration.ZERO, SLATE);
        runUntil(500);
        assertThat(packets).hasSize(3).allMatch(packet -> packet.payloadLength() == 0);
        assertThat(session.toward().sees()).isEqualTo("nothing");

        packets.clear();
        session = session(MODE_1, Duration.ofSeconds(1), SLATE);
        session.answered(now);
        long answered = now / MILLIS;
        runUntil(answered + 990);
        assertThat(packets).hasSize(3).allMatch(packet -> packet.payloadLength() == 0);
        runUntil(answered + 1000);
        assertThat(shown).hasSize(1).allMatch(one -> one.endsWith("slate a0 key"));
    }

    @Test
    void afterAHoldThereIsAKeyFrameAtOnce() {
        runUntil(1500);
        var held =
                new Negotiated(AudioTrack.of(G711.PCMU), VirtualCall.videoTrack(true, false), null);
        session.update(held, now);
        runUntil(2500);
        int count = shown.size();
        session.update(
                new Negotiated(
                        AudioTrack.of(G711.PCMU), VirtualCall.videoTrack(true, false), MODE_1),
                now);
        runUntil(2600);

        assertThat(count).isEqualTo(2);
        assertThat(shown.getLast()).startsWith("2510 slate").endsWith("key");
    }

    private void runUntil(long millis) {
        for (; now <= millis * MILLIS; now += 10 * MILLIS) {
            session.tick(now);
        }
    }

    private void request(RtcpPacket request) {
        ByteBuffer out = ByteBuffer.allocate(100);
        RtcpCompound.write(List.of(request), out);
        session.rtcp(MediaTrack.VIDEO, out.flip(), now);
    }

    private static Injection.Shown picture(
            String name, Format.Video format, boolean key, long millis) {
        byte[] payload = Avcc.join(List.of(slice(name, key)));
        var unit = new MediaUnit(format, key, millis * MILLIS, millis * MILLIS, payload);
        return new Injection.Shown(unit, millis * MILLIS);
    }

    /** A slice that says in its first bytes what it is. */
    private static byte[] slice(String name, boolean key) {
        byte[] nal = new byte[3000];
        nal[0] = (byte) (key ? 0x65 : 0x41);
        nal[1] = (byte) 0x88;
        nal[2] = (byte) name.charAt(0);
        nal[3] = (byte) name.charAt(1);
        return nal;
    }

    private static Slate slate(Format.Video format) {
        return new Slate(format, List.of(group('a'), group('b')));
    }

    private static List<byte[]> group(char name) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pictures.add(Avcc.join(List.of(slice(name + "" + i, i == 0))));
        }
        return pictures;
    }

    private static Format.Video format(String sps) {
        var configuration = new DecoderConfiguration(4, List.of(bytes(sps)), List.of(bytes(PPS)));
        return new Format.Video(Format.VideoCodec.H264, configuration.print(), 640, 360);
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }

    private final class Taking implements MediaOutput {
        private final H264Depacketizer depacketizer = new H264Depacketizer();

        @Override
        public void audio(Pcm block) {}

        @Override
        public void video(MediaUnit unit) {}

        @Override
        public void sendRtp(MediaTrack track, ByteBuffer datagram) {
            if (track == MediaTrack.AUDIO) {
                return;
            }
            RtpPacket packet = RtpPacket.read(datagram, now);
            packets.add(packet);
            takeApart(packet);
        }

        private void takeApart(RtpPacket packet) {
            if (packet.payloadLength() == 0) {
                return;
            }
            depacketizer.put(packet);
            AccessUnit unit = depacketizer.poll();
            if (unit == null) {
                return;
            }
            ticks.add(unit.timestamp());
            int last = unit.offset(unit.size() - 1);
            String name = new String(unit.bytes(), last + 2, 2, StandardCharsets.US_ASCII);
            String source = name.startsWith("s") ? " live " : " slate ";
            boolean sets = unit.size() == 3 && unit.type(0) == 7 && unit.type(1) == 8;
            assertThat(unit.key()).isEqualTo(sets);
            shown.add(now / MILLIS + source + name + (sets ? " key" : ""));
        }

        @Override
        public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
            if (track == MediaTrack.VIDEO) {
                reports.addAll(RtcpCompound.read(datagram));
            }
        }

        @Override
        public void key(char key, long beganNanos, long durationNanos) {}

        @Override
        public void signalKeyFrame() {}
    }
}
