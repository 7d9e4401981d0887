package io.sipcast.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.ProtocolException.Fault;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitReaderTest {
    @Test
    void readsAcrossOctets() {
        BitReader in = new BitReader(new byte[] {0x11, (byte) 0xA5, (byte) 0xFF, 0x0F, 0x33}, 1, 3);
        assertThat(in.remaining()).isEqualTo(24);
        assertThat(in.flag()).isTrue();
        assertThat(in.bits(5)).isEqualTo(0b01001);
        assertThat(in.bits(0)).isZero();
        in.skip(2);
        assertThat(in.bits(12)).isEqualTo(0xFF0);
        assertThat(in.bits(4)).isEqualTo(0xF);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void thirtyTwoBitsFillAnInt() {
        byte[] ones = {0x0F, -1, -1, -1, -1};
        BitReader in = new BitReader(ones);
        in.skip(7);
        assertThat(in.bits(32)).isEqualTo(-1);
    }

    @ParameterizedTest // H.264 tables 9-2 and 9-3
    @CsvSource({
        "1, 0, 0",
        "010, 1, 1",
        "011, 2, -1",
        "00100, 3, 2",
        "00101, 4, -2",
        "00111, 6, -3",
        "0001010, 9, 5",
        "0000000000000000000000000000001000000000000000000000000000000, 1073741823, 536870912",
    })
    void expGolomb(String bits, int unsigned, int signed) {
        assertThat(new BitReader(octets(bits)).ue()).isEqualTo(unsigned);
        assertThat(new BitReader(octets(bits)).se()).isEqualTo(signed);
    }

    @Test
    void theLargestCodeFitsOnlyASignedNumber() {
        String largest = "0".repeat(31) + "1".repeat(32);
        assertThat(new BitReader(octets(largest)).se()).isEqualTo(-Integer.MAX_VALUE);
        fails(Fault.MALFORMED, () -> new BitReader(octets(largest)).ue());
        fails(Fault.MALFORMED, () -> new BitReader(octets("0".repeat(40))).se());
    }

    @Test
    void theEndIsTheEnd() {
        BitReader in = new BitReader(new byte[] {0, 0, 0, 0}, 1, 2);
        fails(Fault.TRUNCATED, () -> in.bits(17));
        fails(Fault.TRUNCATED, () -> in.skip(17));
        fails(Fault.TRUNCATED, in::ue);
        fails(Fault.TRUNCATED, () -> new BitReader(octets("00001000")).ue());
    }

    @Test
    void agreesWithArithmetic() {
        Random random = new Random(264);
        byte[] noise = new byte[4096];
        random.nextBytes(noise);
        BigInteger whole = new BigInteger(1, noise);
        BitReader in = new BitReader(noise);
        while (in.remaining() >= 32) {
            int count = random.nextInt(33);
            int expected = whole.shiftRight((int) in.remaining() - count).intValue();
            int mask = count == 32 ? -1 : (1 << count) - 1;
            assertThat(in.bits(count)).isEqualTo(expected & mask);
        }
    }

    private static void fails(Fault fault, Runnable read) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(read::run)
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    /** Padded with zeros. */
    private static byte[] octets(String bits) {
        byte[] octets = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                octets[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return octets;
    }
}
