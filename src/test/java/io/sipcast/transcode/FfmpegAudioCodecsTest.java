package io.sipcast.transcode;

import static io.sipcast.transcode.Tones.amplitude;
import static io.sipcast.transcode.Tones.rms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.ComfortNoise;
import io.sipcast.rtp.payload.SilentPayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Each codec's frequency, level and length. Encoders are FFmpeg's, where it has some; the stored
 * tones (440 Hz, 8000) were made with bcg729, libgsm and libjitsi's iLBC.
 */
public class FfmpegAudioCodecsTest {
    private static final SoundCodecs CODECS = new SoundCodecs();
    private static final double AMPLITUDE = 8000;

    @ParameterizedTest
    @CsvSource({
        "G722, g722, 8, 0, 1000",
        "G722, g722, 8, 0, 5000",
        "SPEEX_8K, libspeex, 0, 0, 700",
        "SPEEX_16K, libspeex, 0, 0, 700",
        "SPEEX_32K, libspeex, 0, 0, 700",
        "L16_8K, pcm_s16be, 0, 0, 700",
        "L16_16K, pcm_s16be, 0, 0, 5000",
        "L16_44K, pcm_s16be, 0, 0, 15000",
        "L16_48K, pcm_s16be, 0, 0, 15000",
        "PCMU, pcm_mulaw, 0, 0, 700",
        "PCMA, pcm_alaw, 0, 0, 700",
    })
    void aToneKeepsFrequencyAndLevel(
            AudioEncoding encoding, String encoder, int bits, int bitrate, double hertz) {
        int rate = encoding.sampleRateHz();
        short[] heard = decode(encoding, "", encoded(encoder, rate, bits, bitrate, hertz));

        assertTone(heard, hertz, rate, 0.1);
        assertThat(heard).hasSize(rate);
    }

    /** Two bits a sample are noise in good part, but as loud, and of the same pitch. */
    @ParameterizedTest
    @CsvSource({
        "G726_40, g726le, 5, 0.1",
        "G726_32, g726le, 4, 0.1",
        "G726_24, g726le, 3, 0.1",
        "G726_16, g726le, 2, 0.3",
        "AAL2_G726_40, g726, 5, 0.1",
        "AAL2_G726_32, g726, 4, 0.1",
        "AAL2_G726_24, g726, 3, 0.1",
        "AAL2_G726_16, g726, 2, 0.3",
    })
    void bothPackingsOfG726(AudioEncoding encoding, String encoder, int bits, double tolerance) {
        byte[] row = joined(encoded(encoder, 8000, bits, bits * 8000, 700));
        List<byte[]> packets = cut(row, 20 * bits);

        short[] heard = decode(encoding, "", packets);

        assertTone(heard, 700, 8000, tolerance);
        assertThat(heard).hasSize(packets.size() * 160).hasSizeGreaterThan(3900);
    }

    private static byte[] joined(List<byte[]> packets) {
        var all = new ByteArrayOutputStream();
        packets.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "AMR, libopencore_amrnb, 12200, false",
        "AMR, libopencore_amrnb, 12200, true",
        "AMR, libopencore_amrnb, 4750, false",
        "AMR, libopencore_amrnb, 7950, true",
        "AMR_WB, libvo_amrwbenc, 23850, false",
        "AMR_WB, libvo_amrwbenc, 23850, true",
        "AMR_WB, libvo_amrwbenc, 12650, false",
    })
    void bothPackingsOfAmr(AudioEncoding encoding, String encoder, int bitrate, boolean aligned) {
        int rate = encoding.sampleRateHz();
        List<byte[]> frames = encoded(encoder, rate, 0, bitrate, 700);
        String parameters = aligned ? "mode-change-period=2; octet-align=1" : "octet-align=0";
        var payload = new AmrPayload(encoding == AudioEncoding.AMR_WB, aligned);
        List<byte[]> single = frames.stream().map(one -> payload.write(List.of(one))).toList();
        List<byte[]> several = new ArrayList<>();
        for (int i = 0; i + 5 <= frames.size(); i += 5) {
            several.add(payload.write(frames.subList(i, i + 5)));
        }

        short[] heard = decode(encoding, parameters, single);

        assertTone(heard, 700, rate, 0.15);
        assertThat(heard).hasSize(rate);
        assertThat(decode(encoding, parameters, several)).containsExactly(heard);
    }

    @ParameterizedTest
    @CsvSource({
        "G729, tone.g729, 10, 80",
        "GSM, tone.gsm, 33, 160",
        "ILBC, tone.ilbc20, 38, 160",
        "ILBC, tone.ilbc30, 50, 240"
    })
    void theStoredTones(AudioEncoding encoding, String file, int frame, int samples)
            throws IOException {
        byte[] all = stored(file);

        short[] heard = decode(encoding, "", cut(all, frame));

        assertTone(heard, 440, 8000, 0.1);
        assertThat(heard).hasSize(all.length / frame * samples);
        assertThat(loudest(heard)).as("no burst at the start").isLessThan(10_000);
        assertThat(decode(encoding, "", cut(all, 4 * frame)))
                .containsExactly(Arrays.copyOf(heard, heard.length / samples / 4 * 4 * samples));
    }

    private static void assertTone(short[] heard, double hertz, int rate, double tolerance) {
        assertThat(amplitude(heard, hertz, rate))
                .isCloseTo(AMPLITUDE, within(AMPLITUDE * tolerance));
        assertThat(rms(heard)).isCloseTo(AMPLITUDE / Math.sqrt(2), within(AMPLITUDE * tolerance));
    }

    private static List<byte[]> encoded(
            String encoder, int rate, int bits, int bitrate, double hertz) {
        try (var peer = new SoundEncoder(encoder, rate, bits, bitrate)) {
            return peer.encode(Tones.tone(rate, hertz, AMPLITUDE, rate));
        }
    }

    private static short[] decode(AudioEncoding encoding, String parameters, List<byte[]> packets) {
        short[] all = {};
        try (AudioDecoder decoder = CODECS.decoder(new AudioPayload(96, encoding, parameters))) {
            assertThat(decoder.sampleRateHz()).isEqualTo(encoding.sampleRateHz());
            for (byte[] packet : packets) {
                byte[] within = new byte[packet.length + 20]; // as in a datagram
                System.arraycopy(packet, 0, within, 12, packet.length);
                short[] more = decoder.decode(within, 12, packet.length);
                int end = all.length;
                all = Arrays.copyOf(all, end + more.length);
                System.arraycopy(more, 0, all, end, more.length);
            }
        }
        return all;
    }

    private static byte[] stored(String file) throws IOException {
        try (var in = FfmpegAudioCodecsTest.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static List<byte[]> cut(byte[] all, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at + size <= all.length; at += size) {
            pieces.add(Arrays.copyOfRange(all, at, at + size));
        }
        return pieces;
    }

    /** RFC 3551 §4.5.4 against I.366.2: the same codes, at the other end of the byte. */
    @Test
    void thePackingsOfG726DifferInOrderOnly() {
        byte[] low = encoded("g726le", 8000, 4, 32_000, 700).getFirst();
        byte[] high = encoded("g726", 8000, 4, 32_000, 700).getFirst();

        for (int i = 0; i < low.length; i++) {
            assertThat(low[i] & 0xFF).isEqualTo((high[i] & 0xF) << 4 | (high[i] & 0xF0) >> 4);
        }
    }

    /** What we send is silence to a decoder, as long as it says, however often it comes. */
    @ParameterizedTest
    @EnumSource(
            value = AudioEncoding.class,
            mode = Mode.EXCLUDE,
            names = {"CN_8K", "CN_16K"})
    void storedSilenceIsSilent(AudioEncoding encoding) {
        for (String parameters :
                List.of("", "mode=20;octet-align=1;mode-set=1,4,7", "mode-set=8")) {
            for (int wanted : List.of(10, 20, 30, 60)) {
                SilentPayload silence = SilentPayload.of(encoding, parameters, wanted);
                List<byte[]> second =
                        Collections.nCopies(1000 / silence.millis(), silence.toArray());

                short[] heard = decode(encoding, parameters, second);

                assertThat(heard)
                        .hasSize(second.size() * silence.millis() * encoding.sampleRateHz() / 1000);
                short[] rest = Arrays.copyOfRange(heard, heard.length / 10, heard.length);
                assertThat(loudest(rest)).isLessThanOrEqualTo(24);
                assertThat(loudest(heard)).as("coming to rest").isLessThanOrEqualTo(120);
            }
        }
    }

    private static int loudest(short[] samples) {
        int loudest = 0;
        for (short sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    /** Ends a frame of speech, or comes alone; bcg729 made them of noise of these levels. */
    @ParameterizedTest
    @CsvSource({"b454, 30", "34de, 100", "3468, 300", "3472, 1000"})
    void annexBOfG729IsNoiseOfItsLevel(String hex, double level) {
        byte[] sid = HexFormat.of().parseHex(hex);
        try (AudioDecoder decoder =
                CODECS.decoder(new AudioPayload(18, AudioEncoding.G729, "annexb=yes"))) {
            assertThat(decoder.decode(sid, 0, 2)).hasSize(80);
            ComfortNoise noise = Objects.requireNonNull(decoder.pause());
            assertThat(noise.rms()).isCloseTo(level, within(level * 0.1));

            byte[] speech = SilentPayload.of(AudioEncoding.G729, "", 20).toArray();
            byte[] both = Arrays.copyOf(speech, 22);
            System.arraycopy(sid, 0, both, 20, 2);
            assertThat(decoder.decode(both, 0, 22)).hasSize(240);
            assertThat(decoder.pause()).isNotNull();
            assertThat(decoder.decode(speech, 0, 20)).hasSize(160);
            assertThat(decoder.pause()).isNull();
        }
    }

    /** Whatever it is: samples, or an exception that is the peer's; and the next tone is right. */
    @ParameterizedTest
    @EnumSource(
            value = AudioEncoding.class,
            mode = Mode.EXCLUDE,
            names = {"CN_8K", "CN_16K"})
    void noiseHarmsNothing(AudioEncoding encoding) {
        var random = new Random(encoding.name().hashCode());
        try (AudioDecoder decoder = CODECS.decoder(new AudioPayload(96, encoding))) {
            for (int i = 0; i < 2000; i++) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                try {
                    decoder.decode(noise, 0, noise.length);
                } catch (ProtocolException _) {
                    // wrong, and said so
                }
            }
            byte[] silence = SilentPayload.of(encoding, "", 20).toArray();
            decoder.reset();
            assertThat(decoder.decode(silence, 0, silence.length)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"G729, 9", "G729, 13", "GSM, 32", "ILBC, 39", "L16_8K, 5", "AMR, 1", "AMR_WB, 3"})
    void aWrongLengthIsThePeersFault(AudioEncoding encoding, int length) {
        try (AudioDecoder decoder = CODECS.decoder(new AudioPayload(96, encoding))) {
            assertThatThrownBy(() -> decoder.decode(new byte[length], 0, length))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void comfortNoiseIsNoCodec() {
        assertThatThrownBy(() -> CODECS.decoder(new AudioPayload(13, AudioEncoding.CN_8K)))
                .isInstanceOf(IllegalStateException.class);
    }
}
