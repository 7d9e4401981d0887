package io.sipcast.rtmp.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdtsHeaderTest {
    private static final byte[] VECTOR = HexFormat.of().parseHex("fff14c402c7ffc");

    @Test
    void writesAndReads() {
        var header = new AdtsHeader(2, 48_000, 1, false, 355);
        ByteBuffer out = ByteBuffer.allocate(AdtsHeader.SIZE);
        header.write(out);

        assertThat(out.array()).isEqualTo(VECTOR);
        assertThat(AdtsHeader.parse(VECTOR, 0)).isEqualTo(header);
    }

    @Test
    void aCheckedFrameHasTwoBytesMore() {
        byte[] checked = VECTOR.clone();
        checked[1] = (byte) 0xF0;

        assertThat(AdtsHeader.parse(checked, 0).headerBytes()).isEqualTo(9);
    }

    @Test
    void noiseIsParsedOrRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = VECTOR.clone();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            try {
                assertThat(AdtsHeader.parse(noise, 0).frameBytes()).isGreaterThanOrEqualTo(7);
            } catch (ProtocolException expected) {
                assertThat(expected.fault()).isNotNull();
            }
        }
        assertThatThrownBy(() -> AdtsHeader.parse(VECTOR, 1)).isInstanceOf(ProtocolException.class);
    }
}
