package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.aac.SilentFrame;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every decoder's verdict on a frame made by hand. */
class SilentFrameDecodedTest {
    /** HE-AAC: the frame is of the core, and the decoder doubles its rate. */
    @Test
    void decodesToNothingWhereTheBandIsReplicated() {
        Bytes explicit = Bytes.copyOf(HexFormat.of().parseHex("2b098800")); // 24 to 48 kHz, mono
        var format = new Format.Audio(Format.AudioCodec.AAC, explicit, 24_000, 1);
        try (var decoder = new AacDecoder(format)) {
            byte[] frame = SilentFrame.of(AudioSpecificConfig.parse(explicit));
            assertThat(decoder.decode(frame)).hasSize(2048).containsOnly((short) 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 48000, 1, 1024",
        "2, 44100, 2, 1024",
        "2, 8000, 3, 1024",
        "2, 96000, 4, 1024",
        "2, 48000, 5, 1024",
        "2, 48000, 6, 1024",
        "2, 48000, 7, 1024",
        "1, 48000, 2, 1024",
        "4, 48000, 2, 1024",
        "2, 48000, 2, 960"
    })
    void decodesToNothingAtAll(int objectType, int rateHz, int channels, int samples) {
        var config = new AudioSpecificConfig(objectType, rateHz, channels, samples);
        var format = new Format.Audio(Format.AudioCodec.AAC, config.print(), rateHz, channels);
        try (var decoder = new AacDecoder(format)) {
            for (int i = 0; i < 3; i++) {
                assertThat(decoder.decode(SilentFrame.of(config)))
                        .hasSize(samples)
                        .containsOnly((short) 0);
            }
        }
    }
}
