package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.H264Spec;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AacSettings.Coder;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.SilentPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Encoders and decoders give back all that they took. */
class NativeMemoryUseTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 150;

    @Test
    void closingFreesEverything() throws IOException {
        assumeThat(STATUS).exists();
        openUseAndClose(50);
        long before = residentKilobytes();

        openUseAndClose(ROUNDS);

        // One AAC encoder alone is 700 kB: a leak of a small part of it shows.
        assertThat(residentKilobytes() - before).isLessThan(15_000);
    }

    @Test
    void closingTwiceIsHarmless() {
        var encoder = new AacEncoder(new AacSettings(48_000, 64_000, Coder.FAST, 4000));
        encoder.close();
        encoder.close();
        assertThat(encoder.format().sampleRateHz()).isEqualTo(48_000);
    }

    private static void openUseAndClose(int rounds) {
        short[] silence = new short[4096];
        var picture = new Picture(160, 120);
        List<MediaUnit> vp8 = Vp8Pictures.make(160, 120, 2);
        var spec = new H264Spec(176, 144, 0, Duration.ofSeconds(2));
        for (int i = 0; i < rounds; i++) {
            try (var transcoder =
                    new H264Transcoder(spec, (Format.Video) vp8.getFirst().format(), 25)) {
                vp8.forEach(unit -> transcoder.transcode(unit, true, false, _ -> {}));
            }
            try (var encoder = new AacEncoder(new AacSettings(48_000, 64_000, Coder.FAST, 4000));
                    var decoder = new AacDecoder(encoder.format())) {
                encoder.encode(silence, 0, silence.length, (_, frame) -> decoder.decode(frame));
            }
            decodeAllSound();
            try (var encoder = new H264Encoder(160, 120, 25, 200_000);
                    var decoder = new H264Decoder(Bytes.copyOf(new byte[0]))) {
                decoder.decode(encoder.encode(picture, true), 0, (_, _, _) -> {});
            }
        }
    }

    private static void decodeAllSound() {
        for (AudioEncoding encoding : AudioEncoding.values()) {
            if (!encoding.isComfortNoise()) {
                try (AudioDecoder decoder =
                        new SoundCodecs().decoder(new AudioPayload(96, encoding))) {
                    byte[] payload = SilentPayload.of(encoding, "", 20).toArray();
                    decoder.decode(payload, 0, payload.length);
                    decoder.reset(); // opens another one
                    decoder.decode(payload, 0, payload.length);
                }
            }
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
