package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {
    /** The ends and the steps between segments, ITU-T G.711 tables 1 and 2, scaled to 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "PCMU, 00, -32124",
        "PCMU, 80, 32124",
        "PCMU, 8f, 16764",
        "PCMU, 90, 15996",
        "PCMU, ce, 988",
        "PCMU, df, 396",
        "PCMU, ef, 132",
        "PCMU, fe, 8",
        "PCMU, ff, 0",
        "PCMU, 7e, -8",
        "PCMA, 2a, -32256",
        "PCMA, aa, 32256",
        "PCMA, a5, 16896",
        "PCMA, ba, 16128",
        "PCMA, c5, 264",
        "PCMA, da, 248",
        "PCMA, d5, 8",
        "PCMA, 55, -8",
    })
    void decodesAndEncodesTheTables(G711 law, String code, short sample) {
        byte octet = (byte) Integer.parseInt(code, 16);
        assertThat(law.decode(octet)).isEqualTo(sample);
        assertThat(law.encode(sample)).isEqualTo(octet);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeComesBack(G711 law) {
        for (int code = 0; code < 256; code++) {
            byte octet = (byte) code;
            boolean negativeZero = law == G711.PCMU && code == 0x7F;
            assertThat(law.encode(law.decode(octet))).isEqualTo(negativeZero ? (byte) 0xFF : octet);
        }
    }

    /** Half a step, which is a 32nd of where a segment starts; all of it where that is clipped. */
    @ParameterizedTest
    @EnumSource
    void isAsNearAsTheStepsAllowAndNeverFalls(G711 law) {
        int before = Short.MIN_VALUE;
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int back = law.decode(law.encode((short) sample));
            int most = (Math.abs(sample) + 256) / 32 + 1;
            assertThat(Math.abs(back - sample) <= most && back >= before)
                    .as("%d became %d", sample, back)
                    .isTrue();
            before = back;
        }
    }

    @ParameterizedTest
    @EnumSource
    void silenceIsSilent(G711 law) {
        assertThat(law.encode((short) 0)).isEqualTo(law.silence());
        assertThat(Math.abs(law.decode(law.silence()))).isLessThanOrEqualTo((short) 8);
    }

    @Test
    void worksOnBlocks() {
        short[] samples = {0, 1000, -1000, 32767, -32768};
        byte[] codes = new byte[7];
        G711.PCMA.encode(samples, codes, 2);
        assertThat(codes).startsWith(0, 0, 0xD5);
        short[] back = new short[5];
        G711.PCMA.decode(codes, 2, back);
        assertThat(back).containsExactly(new short[] {8, 1008, -1008, 32256, -32256});
        assertThat(G711.PCMU.payloadType()).isZero();
        assertThat(G711.PCMA.payloadType()).isEqualTo(8);
    }
}
