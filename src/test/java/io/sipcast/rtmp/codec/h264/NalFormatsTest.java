package io.sipcast.rtmp.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Annex B, AVCC, emulation prevention, and the small headers. */
class NalFormatsTest {
    @Test
    void byteStreamsBecomePicturesAndBack() {
        byte[] stream = hex("0000000167aabb00000168cc0000000165dd00ee0000");

        byte[] picture = AnnexB.toAvcc(stream);

        assertThat(picture).isEqualTo(hex("0000000367aabb0000000268cc0000000465dd00ee"));
        assertThat(Avcc.toAnnexB(picture))
                .isEqualTo(hex("0000000167aabb0000000168cc0000000165dd00ee"));
    }

    @Test
    void aByteStreamWithoutStartCodeHoldsNothing() {
        assertThat(AnnexB.split(hex("67aabb0000"))).isEmpty();
        assertThat(AnnexB.split(hex("000001"))).isEmpty();
    }

    @Test
    void aLengthThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Avcc.split(hex("0000000467aabb"), 4))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Avcc.split(hex("ffffffff67"), 4))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> Avcc.split(hex("0000"), 4)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void otherLengthSizesAreRead() {
        assertThat(Avcc.split(hex("0367aabb0168"), 1)).containsExactly(hex("67aabb"), hex("68"));
        assertThat(Avcc.split(hex("000367aabb"), 2)).containsExactly(hex("67aabb"));
    }

    @Test
    void emulationPreventionIsTakenOut() {
        byte[] nal = hex("0000030000030100000300000303");

        assertThat(EmulationPrevention.remove(nal, 0, nal.length))
                .isEqualTo(hex("00000000010000000003"));
    }

    @Test
    void emulationPreventionIsPutInAndTakenOut() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] raw = new byte[random.nextInt(1, 60)];
            for (int j = 0; j < raw.length; j++) {
                raw[j] = (byte) random.nextInt(5);
            }
            raw[raw.length - 1] = (byte) 0x80; // as rbsp_trailing_bits ends
            byte[] nal = EmulationPrevention.insert(raw);

            assertThat(AnnexB.split(AnnexB.join(List.of(nal)))).containsExactly(nal);
            assertThat(EmulationPrevention.remove(nal, 0, nal.length)).isEqualTo(raw);
        }
    }

    @Test
    void slicesNameTheirParameterSet() {
        byte[] idr = hex("6588840af2628000a7bc9c9c");
        byte[] other = hex("419a3815e08610fe10610c21");

        assertThat(SliceHeader.parse(idr, 0, idr.length)).isEqualTo(new SliceHeader(0, 7, 0));
        assertThat(SliceHeader.parse(other, 0, other.length).firstMacroblock()).isZero();
    }

    @Test
    void pictureParameterSetsNameTheirSequence() {
        assertThat(PictureParameterSet.parse(hex("68cb83cb20")))
                .isEqualTo(new PictureParameterSet(0, 0));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
