package io.sipcast.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.handshake.Digest.Maker;
import io.sipcast.rtmp.handshake.Digest.Scheme;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestTest {
    /** All zeros, so the place is the first of its block; the digests come from another program. */
    @ParameterizedTest
    @CsvSource({
        "CLIENT, DIGEST_FIRST, 12, 48568ca3c957d19edd1d11d5a3dc2205f432d23464a3dcb849a22c91822a65d0",
        "CLIENT, KEY_FIRST, 776, 48568ca3c957d19edd1d11d5a3dc2205f432d23464a3dcb849a22c91822a65d0",
        "SERVER, DIGEST_FIRST, 12, cb0601e2795f92cb6e9910805cb09d9b8050bd00faec8f9d0280024c34a90b29",
    })
    void signsAtThePlaceThatThePacketTells(Maker maker, Scheme scheme, int at, String digest) {
        byte[] packet = new byte[Packet.SIZE];

        byte[] signed = Digest.sign(packet, maker, scheme);

        assertThat(HexFormat.of().formatHex(signed)).isEqualTo(digest);
        assertThat(Arrays.copyOfRange(packet, at, at + Digest.SIZE)).isEqualTo(signed);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, 6ed73ae4a999bf1cbb935655d0b0ef62f5575e73956bd94bdb20ab2c23b67522",
        "CLIENT, 33475a9344118c706c7ebd4d42bdca613ddfc0380acde396f0f9721b95aaab6b",
    })
    void answersAtTheEnd(Maker maker, String digest) {
        byte[] packet = new byte[Packet.SIZE];

        Digest.answer(packet, maker, new byte[Digest.SIZE]);

        assertThat(HexFormat.of().formatHex(packet, Packet.SIZE - Digest.SIZE, Packet.SIZE))
                .isEqualTo(digest);
        assertThat(Digest.isAnswer(packet, maker, new byte[Digest.SIZE])).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void seesASignedPacketAndAChangedOne(Scheme scheme) {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] packet = Packet.random(1, random);
            byte[] digest = Digest.sign(packet, Maker.CLIENT, scheme);
            assertThat(Digest.isSigned(packet, Maker.CLIENT, scheme)).isTrue();
            assertThat(Digest.read(packet, scheme)).isEqualTo(digest);
            assertThat(Digest.isSigned(packet, Maker.SERVER, scheme)).isFalse();

            packet[random.nextInt(Packet.SIZE)] ^= 1;
            assertThat(Digest.isSigned(packet, Maker.CLIENT, scheme)).isFalse();
        }
    }

    @Test
    void thereAre728Places() {
        byte[] packet = new byte[Packet.SIZE];
        packet[8] = (byte) 255;
        packet[9] = (byte) 255;
        packet[10] = (byte) 217; // 727

        assertThat(Scheme.DIGEST_FIRST.digestAt(packet)).isEqualTo(12 + 727);
        packet[10]++;
        assertThat(Scheme.DIGEST_FIRST.digestAt(packet)).isEqualTo(12);
    }
}
