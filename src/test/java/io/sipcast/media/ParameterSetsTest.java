package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.H264Depacketizer;
import io.sipcast.rtp.payload.H264Packetizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterSetsTest {
    private static final byte[] BASELINE =
            hex("6742c01ed900a02ff97011000003000100000300320f162e48");
    private static final byte[] MAIN = hex("674d400cd901419f9f011000000300100000030320f142a480");
    private static final byte[] PPS = hex("68cb83cb20");
    private static final byte[] OTHER_PPS = hex("6858f083cb20"); // id 1, sequence 0
    private static final byte[] IDR = hex("6588840af2628000a7bc9c9c");
    private static final byte[] SLICE = hex("419a3815e08610fe10610c21");

    private final List<Picture> pictures = new ArrayList<>();
    private int sequence;

    @Test
    void setsInTheStreamMakeAFormat() {
        var sets = new ParameterSets(List.of());
        send(sets, BASELINE, PPS, IDR);

        assertThat(pictures.getFirst().format()).hasToString("H264 640x360");
        assertThat(pictures.getFirst().decodableKey()).isTrue();
    }

    @Test
    void setsOfTheSdpAreEnough() {
        var sets = new ParameterSets(List.of(Bytes.copyOf(BASELINE), Bytes.copyOf(PPS)));
        send(sets, IDR);
        send(sets, SLICE);

        assertThat(pictures).allMatch(picture -> picture.format() != null);
        assertThat(pictures.getFirst().format()).isSameAs(pictures.getLast().format());
    }

    @Test
    void aKeyFrameWithoutItsSetsIsNotDecodable() {
        var sets = new ParameterSets(List.of());
        send(sets, BASELINE, IDR);
        assertThat(pictures.getLast().decodableKey()).isFalse();

        send(sets, PPS, IDR);
        assertThat(pictures.getLast().decodableKey()).isTrue();
    }

    @Test
    void theSameSetsAgainAreTheSameFormat() {
        var sets = new ParameterSets(List.of());
        for (int i = 0; i < 5; i++) {
            send(sets, BASELINE, PPS, IDR);
        }

        Format first = format(pictures.getFirst());
        assertThat(pictures).allSatisfy(picture -> assertThat(picture.format()).isSameAs(first));
    }

    @Test
    void otherSetsTakeEffectWithTheKeyFrame() {
        var sets = new ParameterSets(List.of());
        send(sets, BASELINE, PPS, IDR);
        send(sets, MAIN, PPS, SLICE);
        assertThat(pictures.getLast().format()).hasToString("H264 640x360");

        send(sets, IDR);
        assertThat(pictures.getLast().format()).hasToString("H264 320x180");
    }

    @Test
    void allPictureSetsOfTheSequenceAreInTheFormat() {
        var sets = new ParameterSets(List.of());
        send(sets, BASELINE, PPS, OTHER_PPS, IDR);

        var configuration = DecoderConfiguration.parse(format(pictures.getFirst()).configuration());
        assertThat(configuration.pictureSets())
                .containsExactly(Bytes.copyOf(PPS), Bytes.copyOf(OTHER_PPS));
    }

    @Test
    void noiseIsRefused() {
        var sets = new ParameterSets(List.of(Bytes.copyOf(new byte[0])));
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] sps = BASELINE.clone();
            sps[random.nextInt(1, sps.length)] = (byte) random.nextInt();
            byte[] pps = new byte[random.nextInt(2, 20)];
            random.nextBytes(pps);
            pps[0] = 0x68;
            byte[] idr = Arrays.copyOf(IDR, random.nextInt(3, IDR.length));
            idr[1] = (byte) (random.nextInt() | 0x80);
            send(sets, sps, pps, idr);
        }

        assertThat(pictures).hasSize(2_000);
        assertThat(sets.refused()).isPositive();
    }

    private static Format format(Picture picture) {
        return Objects.requireNonNull(picture.format());
    }

    /** One picture of these NAL units. */
    private void send(ParameterSets sets, byte[]... nals) {
        var depacketizer = new H264Depacketizer();
        new H264Packetizer()
                .packetize(
                        Avcc.join(List.of(nals)),
                        (payload, last) -> {
                            ByteBuffer packet = ByteBuffer.allocate(12 + payload.remaining());
                            RtpPacket.writeHeader(packet, last, 96, sequence++, 0, 1);
                            depacketizer.put(RtpPacket.read(packet.put(payload).flip(), 0));
                        });
        sets.process(Objects.requireNonNull(depacketizer.poll()), pictures::add);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
