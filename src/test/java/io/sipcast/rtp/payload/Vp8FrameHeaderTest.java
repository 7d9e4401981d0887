package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers are written here, bit by bit in the order of RFC 6386 §19.2. */
class Vp8FrameHeaderTest {
    /** segmentation_enabled to quant_indices of a frame that has none of what may be left out. */
    private static final String PLAIN = "0" + "0 010011 001" + "0" + "01" + "0101101 00000";

    /** golden, alternate, copies, biases, probabilities, last. */
    private static final String NOTHING = "0 0 00 00 11 0 0";

    @ParameterizedTest
    @CsvSource({
        "0 0 00 00 00 0 0, true",
        "0 0 00 00 11 0 0, true",
        "0 0 00 00 00 0 1, false",
        "0 0 00 00 00 1 0, false",
        "0 0 01 00 00 0 0, false",
        "0 0 00 10 00 0 0, false",
        "1 0 00 00 0 0, false",
        "0 1 00 00 0 0, false",
        "1 1 00 1 1, false",
    })
    void aFrameIsNeededForWhatItUpdates(String updates, boolean nothing) {
        assertThat(leavesNothing(PLAIN + updates)).isEqualTo(nothing);
    }

    @Test
    void segmentsAndFilterLevelsStay() {
        String rest = "01 0101101 00000" + NOTHING;
        String filter = "0 010011 001";
        assertThat(leavesNothing("1 00" + filter + "0" + rest)).isTrue();
        assertThat(leavesNothing("1 10" + filter + "0" + rest)).isFalse();
        assertThat(leavesNothing("1 01" + filter + "0" + rest)).isFalse();
        assertThat(leavesNothing("0" + filter + "1 0" + rest)).isTrue();
        assertThat(leavesNothing("0" + filter + "1 1" + rest)).isFalse();
    }

    @Test
    void quantizersMayDiffer() {
        String head = "0 0 010011 001 0 01 0101101";
        String deltas = "1 0110 1  0  1 1111 0  0  1 0001 0";
        assertThat(leavesNothing(head + deltas + NOTHING)).isTrue();
        assertThat(leavesNothing(head + deltas + "0 0 00 00 11 0 1")).isFalse();
    }

    @Test
    void aHeaderThatIsCutShortTellsNothing() {
        byte[] frame = frame(PLAIN + NOTHING);
        assertThat(Vp8FrameHeader.leavesNothing(frame, 3)).isFalse();
        assertThat(Vp8FrameHeader.leavesNothing(frame, 5)).isFalse();
        byte[] key = frame.clone();
        key[0] = 0;
        assertThat(Vp8FrameHeader.leavesNothing(key, key.length)).isFalse();
    }

    @Test
    void whatIsWrittenIsRead() {
        var random = new Random(6386);
        for (int round = 0; round < 500; round++) {
            boolean[] flags = new boolean[1 + random.nextInt(200)];
            int odds = 1 + random.nextInt(9);
            for (int i = 0; i < flags.length; i++) {
                flags[i] = random.nextInt(10) < odds;
            }
            byte[] bytes = encode(flags);
            var in = new BoolDecoder(bytes, 0, bytes.length);
            for (boolean flag : flags) {
                assertThat(in.flag()).isEqualTo(flag);
            }
            assertThat(in.within()).isTrue();
        }
    }

    private static boolean leavesNothing(String bits) {
        byte[] frame = frame(bits);
        return Vp8FrameHeader.leavesNothing(frame, frame.length);
    }

    /** A tag that says that it is no key frame, and the header. */
    private static byte[] frame(String bits) {
        String digits = bits.replace(" ", "");
        boolean[] flags = new boolean[digits.length()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = digits.charAt(i) == '1';
        }
        byte[] header = encode(flags);
        byte[] frame = new byte[3 + header.length];
        frame[0] = 0x31;
        System.arraycopy(header, 0, frame, 3, header.length);
        return frame;
    }

    /** RFC 6386 §7.3 with numbers that have no end: the bottom of the last interval. */
    private static byte[] encode(boolean[] flags) {
        BigInteger bottom = BigInteger.ZERO;
        int range = 255;
        List<Integer> shifts = new ArrayList<>();
        for (boolean flag : flags) {
            int split = 1 + (((range - 1) * 128) >> 8);
            bottom = flag ? bottom.add(BigInteger.valueOf(split)) : bottom;
            range = flag ? range - split : split;
            int shift = Integer.numberOfLeadingZeros(range) - 24;
            range <<= shift;
            bottom = bottom.shiftLeft(shift);
            shifts.add(shift);
        }
        int bits = 8 + shifts.stream().mapToInt(shift -> shift).sum();
        byte[] bytes = bottom.shiftLeft((8 - bits % 8) % 8 + 16).toByteArray();
        int size = (bits + 7) / 8 + 2;
        byte[] out = new byte[size];
        int from = Math.max(0, bytes.length - size);
        System.arraycopy(bytes, from, out, size - (bytes.length - from), bytes.length - from);
        return Arrays.copyOf(out, size + 2);
    }
}
