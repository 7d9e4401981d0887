package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.IdrPicture;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameNumbersTest {
    /** Of x264, 640x360, and an IDR picture's slice behind its length. */
    private static final Bytes CONFIGURATION =
            new DecoderConfiguration(
                            4,
                            List.of(
                                    Bytes.copyOf(
                                            hex(
                                                    "6742c01ed900a02ff97011000003000100000300320f162e48"))),
                            List.of(Bytes.copyOf(hex("68cb83cb20"))))
                    .print();

    private static final byte[] IDR = hex("0000000c6588840af2628000a7bc9c9c");
    private static final byte[] INTER = hex("00000002419a");

    private final KeyFrameNumbers numbers = new KeyFrameNumbers();
    private final List<byte[]> given = new ArrayList<>();

    @Test
    void keyFramesThatFollowOneAnotherDiffer() {
        put(IDR, true);
        put(IDR, true);
        put(IDR, true);

        assertThat(given).hasSize(3).startsWith(IDR);
        assertThat(given.get(1)).isNotEqualTo(IDR);
        assertThat(given.get(2)).isSameAs(IDR); // unlike the one before it as it is
    }

    @Test
    void allOthersStayAsTheyAre() {
        byte[] other = IdrPicture.twice(CONFIGURATION, IDR).getFirst();
        put(IDR, true);
        put(INTER, false);
        put(IDR, true);
        put(other, true);

        assertThat(given.get(2)).isSameAs(IDR);
        assertThat(given.get(3)).isSameAs(other);
    }

    @Test
    void whatCannotBeReadIsPassedOn() {
        byte[] strange = hex("000000016500");
        put(strange, true);
        put(strange, true);
        put(IDR, true);

        assertThat(given.get(1)).isSameAs(strange);
        assertThat(given.get(2)).isSameAs(IDR);
    }

    private void put(byte[] picture, boolean key) {
        var format = new Format.Video(Format.VideoCodec.H264, CONFIGURATION, 640, 360);
        given.add(numbers.next(new MediaUnit(format, key, 0, 0, picture)).payload());
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
