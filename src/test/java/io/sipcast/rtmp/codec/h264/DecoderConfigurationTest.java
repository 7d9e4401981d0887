package io.sipcast.rtmp.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderConfigurationTest {
    private static final Bytes BASELINE =
            bytes("6742c01ed900a02ff97011000003000100000300320f162e48");
    private static final Bytes HIGH_422 =
            bytes("677a000bb6cd9430fe2237011000000300100000030320f1429960");
    private static final Bytes PPS = bytes("68cb83cb20");

    @Test
    void writesAndReadsBack() {
        var configuration = new DecoderConfiguration(4, List.of(BASELINE), List.of(PPS));
        Bytes printed = configuration.print();

        assertThat(printed).hasToString("0142c01effe10019" + BASELINE + "010005" + PPS);
        assertThat(DecoderConfiguration.parse(printed)).isEqualTo(configuration);
    }

    @Test
    void highProfilesNameTheirSamples() {
        Bytes printed = new DecoderConfiguration(4, List.of(HIGH_422), List.of(PPS)).print();

        assertThat(printed.toString()).endsWith(PPS + "fefafa00");
        assertThat(DecoderConfiguration.parse(printed).parameters().bitDepthLuma()).isEqualTo(10);
    }

    @Test
    void refusesOtherVersionsAndNoParameterSets() {
        assertThatThrownBy(() -> DecoderConfiguration.parse(bytes("0242c01effe1")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> DecoderConfiguration.parse(bytes("0142c01effe000")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void noiseIsParsedOrRefused() {
        byte[] seed =
                new DecoderConfiguration(4, List.of(BASELINE), List.of(PPS)).print().toArray();
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = Arrays.copyOf(seed, random.nextInt(seed.length + 4));
            if (noise.length > 0) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(DecoderConfiguration.parse(Bytes.copyOf(noise)).sequenceSets())
                        .isNotEmpty();
            } catch (ProtocolException expected) {
                assertThat(expected.fault()).isNotNull();
            }
        }
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }
}
