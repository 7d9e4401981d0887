package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a packet holds, for each wish of a peer's. That it is silent: FfmpegAudioCodecsTest. */
class SilentPayloadTest {
    @ParameterizedTest
    @CsvSource({
        "PCMA, '', 20, 20, 160",
        "PCMA, '', 0, 20, 160",
        "PCMA, '', 35, 40, 320",
        "PCMU, '', 1000, 60, 480",
        "G722, '', 10, 10, 80",
        "G726_24, '', 20, 20, 60",
        "AAL2_G726_16, '', 30, 30, 60",
        "G729, annexb=no, 20, 20, 20",
        "GSM, '', 30, 40, 66",
        "ILBC, '', 20, 30, 50",
        "ILBC, mode=30, 60, 60, 100",
        "ILBC, mode=20, 20, 20, 38",
        "SPEEX_16K, '', 40, 20, 70",
        "L16_16K, '', 20, 20, 640",
        "L16_44K, '', 20, 10, 882",
        "L16_48K, '', 20, 10, 960",
        "L16_44K_STEREO, '', 20, 10, 1764",
        // CMR and table of contents: 10 bits, or two bytes
        "AMR, '', 20, 20, 14",
        "AMR, octet-align=1, 20, 20, 14",
        "AMR, 'octet-align=1; mode-set=7', 20, 20, 33",
        "AMR, 'mode-set=7', 20, 20, 32",
        "AMR, 'octet-align=1;mode-set=0,2', 60, 60, 40",
        "AMR_WB, '', 20, 20, 18",
        "AMR_WB, 'mode-set=2,8;octet-align=1', 20, 20, 34",
        "AMR_WB, 'mode-set=nonsense', 20, 20, 18",
    })
    void asThePeerWantsIt(
            AudioEncoding encoding, String parameters, int wanted, int millis, int bytes) {
        SilentPayload silence = SilentPayload.of(encoding, parameters, wanted);

        assertThat(silence.millis()).isEqualTo(millis);
        assertThat(silence.toArray()).hasSize(bytes);
        assertThat(silence.payload().remaining()).isEqualTo(bytes);
        assertThat(silence.payload().remaining()).as("each time anew").isEqualTo(bytes);
    }

    @Test
    void comfortNoiseIsNotSent() {
        assertThatThrownBy(() -> SilentPayload.of(AudioEncoding.CN_8K, "", 20))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
