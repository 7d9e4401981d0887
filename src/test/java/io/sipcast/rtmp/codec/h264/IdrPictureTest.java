package io.sipcast.rtmp.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices are written here, bit by bit in the order of §7.3.3, and noise stands for their data. */
class IdrPictureTest {
    /** profile_idc 77, level 3.0, id 0, frame_num of 4 bits, pic_order_cnt_lsb of 6, 640x360. */
    private static final String SEQUENCE_SET =
            "01001101 00000000 00011110 1 1 1 011 010 0 " + ue(39) + ue(22) + "1 0 0 0 1";

    private final Random random = new Random(77);

    @Test
    void twoThatFollowOneAnotherDiffer() {
        Bytes configuration = configuration(false);
        byte[] picture = Avcc.join(List.of(hex("06050100"), slice(false, 0, 40)));

        List<byte[]> twice = IdrPicture.twice(configuration, picture);

        assertThat(twice).hasSize(2);
        assertThat(idOf(twice.get(0))).isEqualTo(60_001);
        assertThat(idOf(twice.get(1))).isEqualTo(60_002);
        assertThat(Avcc.split(twice.get(0), 4).getFirst()).isEqualTo(hex("06050100"));
    }

    @Test
    void whatFollowsIsToldFromWhatWasBefore() {
        Bytes configuration = configuration(false);
        byte[] nought = Avcc.join(List.of(slice(false, 0, 40)));
        byte[] one = Avcc.join(List.of(slice(false, 1, 40)));

        assertThat(IdrPicture.after(nought, configuration, one)).isSameAs(one);
        byte[] second = IdrPicture.after(nought, configuration, nought);
        assertThat(idOf(second)).isEqualTo(60_001);
        byte[] other = IdrPicture.with(60_001, configuration, one);
        assertThat(idOf(IdrPicture.after(second, configuration, other))).isEqualTo(60_002);
    }

    /** Whatever number it gets: with its own one it is what it was. */
    @ParameterizedTest
    @CsvSource({"false, 0", "false, 1", "false, 65535", "true, 0", "true, 1", "true, 65535"})
    void allElseStays(boolean cabac, int id) {
        Bytes configuration = configuration(cabac);
        for (int size = 1; size < 200; size++) {
            byte[] picture =
                    Avcc.join(List.of(slice(cabac, id, size), slice(cabac, id, 1 + size / 2)));
            byte[] other = IdrPicture.with(random.nextInt(65_536), configuration, picture);
            assertThat(IdrPicture.with(id, configuration, other)).isEqualTo(picture);
        }
    }

    /** What CABAC coded begins at a byte, behind ones: its bytes are the same. */
    @Test
    void codedBytesKeepTheirPlaceInTheByte() {
        byte[] slice = slice(true, 0, 64);
        byte[] raw = EmulationPrevention.remove(slice, 1, slice.length);
        byte[] moved =
                Avcc.split(IdrPicture.with(9, configuration(true), Avcc.join(List.of(slice))), 4)
                        .getFirst();
        byte[] movedRaw = EmulationPrevention.remove(moved, 1, moved.length);
        assertThat(Arrays.copyOfRange(movedRaw, movedRaw.length - 64, movedRaw.length))
                .isEqualTo(Arrays.copyOfRange(raw, raw.length - 64, raw.length));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        Bytes configuration = configuration(false);
        for (String slice : List.of("65", "6580", "65" + "00".repeat(20), "65e0")) {
            byte[] picture = Avcc.join(List.of(hex(slice)));
            assertThatThrownBy(() -> IdrPicture.twice(configuration, picture))
                    .as(slice)
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> IdrPicture.twice(Bytes.EMPTY, new byte[8]))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void noiseIsReadOrRefused() {
        Bytes configuration = configuration(true);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(24)];
            random.nextBytes(noise);
            noise[0] = 0x65;
            try {
                assertThat(IdrPicture.twice(configuration, Avcc.join(List.of(noise)))).hasSize(2);
            } catch (ProtocolException _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_990);
    }

    private static Bytes configuration(boolean cabac) {
        // ids 0; no order of the bottom field; one slice group; default lists; deblocking control
        String pictureSet = "1 1 " + (cabac ? "1" : "0") + "0 1 1 1 0 00 1 1 1 1 0 0 1";
        var sets =
                new DecoderConfiguration(
                        4,
                        List.of(Bytes.copyOf(nal(0x67, SEQUENCE_SET))),
                        List.of(Bytes.copyOf(nal(0x68, pictureSet))));
        return sets.print();
    }

    /** first_mb_in_slice 0, type 7, PPS 0, frame_num, the id, and so on up to the data. */
    private byte[] slice(boolean cabac, int id, int size) {
        var header = new StringBuilder("1 0001000 1 0000");
        header.append(ue(id)).append("000000 00 00111 1 1 1".replace(" ", ""));
        String bits = header.toString().replace(" ", "");
        while (cabac && bits.length() % 8 != 0) {
            bits += "1";
        }
        var data = new StringBuilder(bits);
        for (int i = 0; i < 8 * size - 1; i++) {
            data.append(random.nextInt(4) == 0 ? '1' : '0');
        }
        return nal(0x65, data.append('1').toString());
    }

    private static int idOf(byte[] picture) {
        byte[] slice = Avcc.split(picture, 4).getLast();
        var in = new BitReader(EmulationPrevention.remove(slice, 1, slice.length));
        in.skip(1 + 7 + 1 + 4);
        return in.ue();
    }

    private static byte[] nal(int header, String bits) {
        String digits = bits.replace(" ", "");
        digits += "0".repeat((8 - digits.length() % 8) % 8);
        byte[] raw = new byte[digits.length() / 8];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) Integer.parseInt(digits, 8 * i, 8 * i + 8, 2);
        }
        byte[] inside = EmulationPrevention.insert(raw);
        byte[] nal = new byte[1 + inside.length];
        nal[0] = (byte) header;
        System.arraycopy(inside, 0, nal, 1, inside.length);
        return nal;
    }

    private static String ue(int value) {
        String code = Integer.toBinaryString(value + 1);
        return "0".repeat(code.length() - 1) + code;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
