package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7587 §6.1. */
class OpusParametersTest {
    @Test
    void haveTheirDefaultsAndBounds() {
        assertThat(parameters(""))
                .isEqualTo(new OpusParameters(48_000, 0, false, false, false, false, false));
        assertThat(parameters("useinbandfec=1;cbr=1;sprop-stereo=1"))
                .isEqualTo(new OpusParameters(48_000, 0, false, true, true, false, true));
        assertThat(parameters("maxplaybackrate=4000;maxaveragebitrate=9999999;stereo=2"))
                .isEqualTo(new OpusParameters(8_000, 510_000, false, false, false, false, false));
        assertThat(parameters("maxplaybackrate=many;maxaveragebitrate=-1;usedtx"))
                .isEqualTo(parameters(""));
        assertThat(parameters("maxaveragebitrate=99999999999")).isEqualTo(parameters(""));
    }

    @ParameterizedTest
    @CsvSource({"8000, 0", "8001, 1", "12000, 1", "16000, 2", "24000, 3", "24001, 4", "48000, 4"})
    void theBandIsThatOfTheRate(int rate, int band) {
        assertThat(parameters("maxplaybackrate=" + rate).band()).isEqualTo(band);
    }

    private static OpusParameters parameters(String text) {
        return OpusParameters.of(FormatParameters.of(text));
    }
}
