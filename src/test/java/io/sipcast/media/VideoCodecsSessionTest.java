package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.rtmp.codec.h265.DecoderConfiguration;
import io.sipcast.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pictures of all codecs through one session: what changes in mid-call, and where it may begin. */
class VideoCodecsSessionTest {
    private static final int H264 = 96;
    private static final int VP8 = 98;
    private static final int H265 = 99;
    private static final long TICKS = 3600;

    private static final List<String> SETS =
            List.of("6742c01ed900a02ff97011000003000100000300320f162e48", "68cb83cb20");
    private static final String IDR = "6588840af2628000a7bc9c9c";
    private static final String SLICE = "419a3815e08610fe10610c21";

    private static final String VP8_KEY = "10 300000 9d012a 8002 6801 aa";
    private static final String VP8_SMALL_KEY = "10 300000 9d012a 4001 b400 aa";
    private static final String VP8_FRAME = "10 310000 aa";

    /** As x265 writes them for 192x108. */
    private static final List<String> H265_SETS =
            List.of(
                    "40010c01ffff01600000030090000003000003001e959409",
                    "42010101600000030090000003000003001ea0182071f7965654"
                            + "a4c2f0168080000003008000000c84",
                    "4401c073c189");

    private final Call call = new Call();

    @Test
    void vp8ComesOutFrameByFrame() {
        call.send(VP8, VP8_FRAME);
        call.send(VP8, VP8_KEY);
        call.send(VP8, VP8_FRAME);

        assertThat(call.told()).containsExactly("VP8 640x360 key", "VP8 640x360");
        assertThat(hex(call.units.getFirst().payload())).isEqualTo("3000009d012a80026801aa");
        assertThat(call.units.getFirst().format().configuration()).isEqualTo(Bytes.EMPTY);
        assertThat(call.units.getLast().ptsNanos()).isEqualTo(call.units.getLast().dtsNanos());
        assertThat(call.stats().codec()).isEqualTo(VideoCodec.VP8);
    }

    @Test
    void anotherSizeIsAnotherFormatWithItsKeyFrame() {
        call.send(VP8, VP8_KEY);
        call.send(VP8, VP8_FRAME);
        call.send(VP8, VP8_SMALL_KEY);
        call.send(VP8, VP8_FRAME);

        assertThat(call.told())
                .containsExactly(
                        "VP8 640x360 key", "VP8 640x360", "VP8 320x180 key", "VP8 320x180");
        assertThat(call.units.get(2).format()).isSameAs(call.units.get(3).format());
    }

    @Test
    void thePeerMayChangeTheCodecByPayloadType() {
        call.h264Key();
        call.send(H264, SLICE);
        call.send(VP8, VP8_FRAME); // no use without its key frame
        call.send(VP8, VP8_KEY);
        call.send(VP8, VP8_FRAME);
        call.send(H264, SLICE); // refers to what was long ago
        call.send(H264, SLICE);
        call.h264Key();
        call.send(H264, SLICE);

        assertThat(call.told())
                .containsExactly(
                        "H264 640x360 key",
                        "H264 640x360",
                        "VP8 640x360 key",
                        "VP8 640x360",
                        "H264 640x360 key",
                        "H264 640x360");
        assertThat(call.stats().losses()).isEqualTo(2);
        assertThat(call.units).extracting(MediaUnit::dtsNanos).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aReinviteMayChangeWhatAPayloadTypeMeans() {
        call.h264Key();
        call.session.update(
                new Negotiated(null, track(new VideoPayload(H264, VideoCodec.VP8))), call.now);
        call.send(H264, VP8_KEY);
        call.send(H264, VP8_FRAME);

        assertThat(call.told())
                .containsExactly("H264 640x360 key", "VP8 640x360 key", "VP8 640x360");
    }

    /** Orientation that nobody asked for, in an extension of one byte, RFC 8285. */
    @Test
    void headerExtensionsThatWereNotOfferedDoNoHarm() {
        call.extension = HexFormat.of().parseHex("bede000140010000");
        call.send(VP8, VP8_KEY);
        call.send(VP8, VP8_FRAME);

        assertThat(call.told()).containsExactly("VP8 640x360 key", "VP8 640x360");
        assertThat(hex(call.units.getLast().payload())).isEqualTo("310000aa");
    }

    @Test
    void h265BringsItsConfigurationAndLeavesItsSetsToIt() {
        call.h265(0, "2601af01", true);
        call.h265(1, "020180aa", false);

        assertThat(call.told()).containsExactly("H265 192x108 key", "H265 192x108");
        assertThat(hex(call.units.getFirst().payload())).isEqualTo("000000042601af01");
        var configuration =
                DecoderConfiguration.parse(call.units.getFirst().format().configuration());
        assertThat(configuration.videoSets()).hasToString("[" + H265_SETS.get(0) + "]");
        assertThat(configuration.sequenceSets()).hasToString("[" + H265_SETS.get(1) + "]");
        assertThat(configuration.pictureSets()).hasToString("[" + H265_SETS.get(2) + "]");
    }

    /** RASL 8 and 9 refer to what was before the CRA picture; who joins in there has not got it. */
    @Test
    void whatLeadsACraPictureIsLeftOutWhereDecodingBegins() {
        call.h265(3, "2a01af01", true);
        call.h265(1, "100180aa", false);
        call.h265(2, "120180aa", false);
        call.h265(6, "020180aa", false);
        call.h265(9, "2a01af02", true);
        call.h265(7, "120180bb", false);

        assertThat(call.told())
                .containsExactly(
                        "H265 192x108 key", "H265 192x108", "H265 192x108 key", "H265 192x108");
    }

    @Test
    void aRecoveryPointHasToDoWhereNoIdrEverComes() {
        for (int i = 0; i < 500; i++) {
            boolean recovery = i % 25 == 0;
            call.send(
                    H264,
                    recovery
                            ? List.of(SETS.get(0), SETS.get(1), "0606" + "01c480", SLICE)
                            : List.of(SLICE));
        }
        assertThat(call.asked).as("asked for an IDR first").isGreaterThan(3);
        assertThat(call.units).isNotEmpty();
        assertThat(call.units.getFirst().key()).isTrue();
        assertThat(call.told().get(25)).isEqualTo("H264 640x360 key");
        assertThat(call.told().subList(1, 25)).containsOnly("H264 640x360");
    }

    @Test
    void gradualRefreshIsNoPlaceToBegin() {
        for (int i = 0; i < 500; i++) {
            boolean recovery = i % 25 == 0;
            call.send(
                    H264,
                    recovery
                            ? List.of(SETS.get(0), SETS.get(1), "0606" + "02344080", SLICE)
                            : List.of(SLICE));
        }
        assertThat(call.units).isEmpty();
    }

    @Test
    void aRecoveryPointIsAnOrdinaryPictureOfAPeerThatSendsIdr() {
        call.h264Key();
        call.send(H264, List.of("0606" + "01c480", SLICE));
        assertThat(call.told()).containsExactly("H264 640x360 key", "H264 640x360");
    }

    private static VideoTrack track(VideoPayload... payloads) {
        return new VideoTrack(List.of(payloads), true, false, true);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** A peer with pictures only, 25 of them a second. */
    private static final class Call implements MediaOutput {
        final List<MediaUnit> units = new ArrayList<>();
        byte[] extension = new byte[0];
        int asked;
        long now;
        private int sequence = 65_530;
        private long number;

        final MediaSession session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        new Negotiated(
                                null,
                                track(
                                        new VideoPayload(H264, VideoCodec.H264),
                                        new VideoPayload(VP8, VideoCodec.VP8),
                                        new VideoPayload(H265, VideoCodec.H265))),
                        this,
                        new Random(1),
                        Instant.EPOCH,
                        0);

        MediaStats.Video stats() {
            return Objects.requireNonNull(session.stats().video());
        }

        List<String> told() {
            return units.stream().map(u -> u.format() + (u.key() ? " key" : "")).toList();
        }

        void h264Key() {
            send(H264, List.of(SETS.get(0), SETS.get(1), IDR));
        }

        void h265(int shown, String slice, boolean withSets) {
            List<String> payloads = new ArrayList<>(withSets ? H265_SETS : List.of());
            payloads.add(slice);
            send(H265, payloads, shown * TICKS);
        }

        void send(int type, String payload) {
            send(type, List.of(payload));
        }

        void send(int type, List<String> payloads) {
            send(type, payloads, number * TICKS);
        }

        private void send(int type, List<String> payloads, long ticks) {
            for (int i = 0; i < payloads.size(); i++) {
                byte[] payload = unhex(payloads.get(i));
                ByteBuffer packet = ByteBuffer.allocate(12 + extension.length + payload.length);
                boolean last = i == payloads.size() - 1;
                RtpPacket.writeHeader(packet, last, type, sequence++ & 0xFFFF, ticks, 7);
                packet.put(extension).put(payload).flip();
                if (extension.length > 0) {
                    packet.put(0, (byte) (packet.get(0) | 0x10));
                }
                session.rtp(MediaTrack.VIDEO, packet, now);
            }
            number++;
            for (int i = 0; i < 4; i++) {
                now += 10 * VirtualCall.MILLIS;
                session.tick(now);
            }
        }

        @Override
        public void audio(Pcm block) {}

        @Override
        public void video(MediaUnit unit) {
            units.add(unit);
        }

        @Override
        public void sendRtp(MediaTrack track, ByteBuffer datagram) {}

        @Override
        public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
            asked++;
        }

        @Override
        public void key(char key, long beganNanos, long durationNanos) {}

        @Override
        public void signalKeyFrame() {}
    }
}
