package io.sipcast.rtmp.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SequenceParameterSetTest {
    /** What encoders wrote, and what they had been asked for. */
    record Vector(String nal, int profile, int level, int width, int height, boolean b) {
        byte[] bytes() {
            return HexFormat.of().parseHex(nal);
        }
    }

    static final List<Vector> VECTORS =
            List.of(
                    new Vector(
                            "6742c01ed900a02ff97011000003000100000300320f162e48",
                            66,
                            30,
                            640,
                            360,
                            false),
                    new Vector(
                            "67640028acd940780227e5c044000003000400000300c83c60c658",
                            100,
                            40,
                            1920,
                            1080,
                            true),
                    new Vector(
                            "674d400cd901419f9f011000000300100000030320f142a480",
                            77,
                            12,
                            320,
                            180,
                            false),
                    new Vector(
                            "6764001eacd940b424d8088000000300800000190f8a14cb",
                            100,
                            30,
                            720,
                            576,
                            true),
                    new Vector(
                            "677a000bb6cd9430fe2237011000000300100000030320f1429960",
                            122,
                            11,
                            178,
                            100,
                            true),
                    new Vector(
                            "67f4000a919b28e4f1b1f808800000030080000019078912cb",
                            244,
                            10,
                            100,
                            50,
                            true));

    @ParameterizedTest
    @FieldSource("VECTORS")
    void readsWhatEncodersWrite(Vector vector) {
        SequenceParameterSet sps = SequenceParameterSet.parse(vector.bytes());

        assertThat(sps.profile()).isEqualTo(vector.profile());
        assertThat(sps.level()).isEqualTo(vector.level());
        assertThat(sps.width()).isEqualTo(vector.width());
        assertThat(sps.height()).isEqualTo(vector.height());
        assertThat(sps.reorders()).isEqualTo(vector.b());
    }

    @Test
    void readsChromaAndDepthOfHighProfiles() {
        SequenceParameterSet sps = SequenceParameterSet.parse(VECTORS.get(4).bytes());

        assertThat(sps.chromaFormat()).isEqualTo(2);
        assertThat(sps.bitDepthLuma()).isEqualTo(10);
        assertThat(sps.bitDepthChroma()).isEqualTo(10);
    }

    @Test
    void aVuiThatIsCutShortIsPassedOver() {
        byte[] whole = VECTORS.get(0).bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 6);

        assertThat(SequenceParameterSet.parse(cut).width()).isEqualTo(640);
    }

    @Test
    void refusesWhatIsNoParameterSet() {
        assertThatThrownBy(() -> SequenceParameterSet.parse(new byte[0]))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> SequenceParameterSet.parse(new byte[] {0x68, 1, 2, 3, 4, 5}))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void noiseIsParsedOrRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] nal = VECTORS.get(i % VECTORS.size()).bytes();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                nal[random.nextInt(1, nal.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(nal, random.nextInt(nal.length + 1));
            try {
                SequenceParameterSet sps = SequenceParameterSet.parse(cut);
                assertThat(sps.width()).isBetween(1, 16_384);
                assertThat(sps.height()).isBetween(1, 16_384);
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }
}
