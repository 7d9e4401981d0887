package io.sipcast.rtmp.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioSpecificConfigTest {
    @ParameterizedTest
    @CsvSource({
        "1188, 48000, 1",
        "1190, 48000, 2",
        "1208, 44100, 1",
        "1408, 16000, 1",
        "1588, 8000, 1",
        "1780232808, 18000, 1"
    })
    void writesAndReads(String hex, int hz, int channels) {
        var config = AudioSpecificConfig.lc(hz, channels);

        assertThat(config.print()).hasToString(hex);
        assertThat(AudioSpecificConfig.parse(bytes(hex))).isEqualTo(config);
    }

    @Test
    void givesTheCoreOfExplicitSbr() {
        assertThat(AudioSpecificConfig.parse(bytes("2b11880000")))
                .isEqualTo(AudioSpecificConfig.lc(24_000, 2));
    }

    @Test
    void refusesWhatIsNoAac() {
        assertThatThrownBy(() -> AudioSpecificConfig.parse(bytes("f88fd04000")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> AudioSpecificConfig.parse(bytes("11")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> AudioSpecificConfig.parse(bytes("1180")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void noiseIsParsedOrRefused() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(9)];
            random.nextBytes(noise);
            try {
                assertThat(AudioSpecificConfig.parse(Bytes.copyOf(noise)).channels())
                        .isBetween(1, 7);
            } catch (ProtocolException expected) {
                assertThat(expected.fault()).isNotNull();
            }
        }
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }
}
