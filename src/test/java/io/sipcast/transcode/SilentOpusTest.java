package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.rtp.payload.SilentOpus;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilentOpusTest {
    /** SILK of 10, 20, 40 and 60 ms, CELT of 2.5 and 20 ms, two frames, three frames, stereo. */
    @ParameterizedTest
    @CsvSource({
        "0000, 480",
        "0800, 960",
        "1000, 1920",
        "1800, 2880",
        "e000, 120",
        "f800, 960",
        "fc00, 960",
        "f90000, 1920",
        "fb03000000, 2880",
        "e31100, 2040",
        "1b0200, 5760"
    })
    void lastsAsLongAsWhatItReplacesAndIsSilent(String packet, int samples) {
        byte[] replaced = HexFormat.of().parseHex(packet);
        byte[] silent = SilentOpus.inPlaceOf(replaced);

        assertThat(OpusPacket.samples(silent, 0, silent.length)).isEqualTo(samples);
        assertThat(OpusPacket.channels(silent[0])).isEqualTo(OpusPacket.channels(replaced[0]));
        try (var decoder = new OpusDecoder()) {
            assertThat(decoder.decode(silent, 0, silent.length))
                    .hasSize(samples)
                    .containsOnly((short) 0);
        }
    }

    @Test
    void whatIsBrokenIsReplacedAllTheSame() {
        assertThat(SilentOpus.inPlaceOf(new byte[0])).isEqualTo(OpusPacket.silence());
        assertThat(SilentOpus.inPlaceOf(new byte[] {3})).isEqualTo(OpusPacket.silence());
    }
}
