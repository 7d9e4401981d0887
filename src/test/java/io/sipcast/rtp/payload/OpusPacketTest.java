package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPacketTest {
    /** RFC 6716 table 2, and every code of §3.2. */
    @ParameterizedTest
    @CsvSource({
        "00ff, 10", // SILK narrow band
        "0800, 20",
        "1000, 40",
        "1800, 60",
        "5800, 60", // SILK wide band
        "6000, 10", // hybrid
        "7800, 20",
        "8000, 2.5", // CELT
        "8800, 5",
        "f000, 10",
        "f800, 20",
        "f90000, 40", // two frames
        "fa0000, 40",
        "fb0300, 60", // as many as it says
        "1b02ff, 120",
        "83300000, 120", // 48 of 2.5 ms
        "78, 20", // nothing in it
    })
    void saysHowLongItIs(String hex, double millis) {
        byte[] packet = HexFormat.of().parseHex(hex);

        assertThat(OpusPacket.samples(packet, 0, packet.length)).isEqualTo((int) (48 * millis));
    }

    @ParameterizedTest
    @CsvSource({"'', empty", "fb, count", "fb00, 0 ms", "fb07, 140 ms", "1b03, 180 ms"})
    void refusesNoSoundAndTooMuch(String hex, String why) {
        byte[] packet = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> OpusPacket.samples(packet, 0, packet.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
    }

    /**
     * The bits of RFC 6716 §4.2.3: activity of each 20 ms, then whether the last is there again.
     */
    @ParameterizedTest
    @CsvSource({
        "48c0, 20, one channel",
        "4880, 0, spoken but not again",
        "4840, 20, only again",
        "5020, 40, two parts and again",
        "5040, 0, two parts",
        "5810, 60, three parts and again",
        "4c10, 20, the second channel again",
        "4c20, 0, the second channel spoken",
        "78c0, 20, hybrid",
        "f8ff, 0, CELT has none",
        "48, 0, empty",
        "4a01c0c0, 20, two frames with their sizes",
        "4a00ff, 0, the first of two is empty",
        "49c0c0, 20, two of one size",
        "4b02c0c0, 20, two by count",
        "4b8201c0c0, 20, two by count with sizes",
        "4b820040, 0, two by count the first empty",
        "4bc20101c0c000, 20, with padding",
        "4b4203c0, 0, padding that is not there",
        "4bbf, 0, sizes that are not there",
    })
    void saysWhatItHasAgain(String hex, int millis, String why) {
        byte[] packet = HexFormat.of().parseHex(hex);

        assertThat(OpusPacket.redundantSamples(packet, 0, packet.length))
                .as(why)
                .isEqualTo(48 * millis);
    }

    /** RFC 6716 table 2. */
    @Test
    void saysItsModeAndItsBand() {
        int[] bands = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4};
        int[] ofCelt = {0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
        for (int i = 0; i < 16; i++) {
            byte silk = (byte) (i << 3);
            byte celt = (byte) ((i + 16) << 3);
            assertThat(OpusPacket.isSilk(silk)).isTrue();
            assertThat(OpusPacket.isSilk(celt)).isFalse();
            assertThat(OpusPacket.band(silk)).isEqualTo(bands[i]);
            assertThat(OpusPacket.band(celt)).isEqualTo(ofCelt[i]);
        }
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 300_000; i++) {
            byte[] noise = new byte[random.nextInt(12)];
            random.nextBytes(noise);
            int offset = random.nextInt(noise.length + 1);
            int length = noise.length - offset;
            int known = OpusPacket.redundantSamples(noise, offset, length);
            assertThat(known).isBetween(0, OpusPacket.MAX_SAMPLES);
            try {
                assertThat(OpusPacket.samples(noise, offset, length))
                        .isBetween(120, OpusPacket.MAX_SAMPLES);
            } catch (ProtocolException _) {
                // empty, or too long
            }
        }
    }
}
