package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AacSettings.Coder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AacEncoderTest {
    private static final int RATE = 48_000;

    private record Frame(long position, List<Byte> bytes) {}

    @ParameterizedTest
    @EnumSource(Coder.class)
    void aToneKeepsFrequencyAndLevel(Coder coder) {
        short[] tone = tone(RATE, 1000, 10_000, RATE);

        short[] heard = through(new AacSettings(RATE, 64_000, coder, 4000), tone, 960);

        short[] middle = Arrays.copyOfRange(heard, RATE / 4, RATE / 4 + RATE / 2);
        assertThat(amplitude(middle, 1000, RATE)).isCloseTo(10_000, within(500.0));
        assertThat(rms(middle)).isCloseTo(10_000 / Math.sqrt(2), within(500.0));
    }

    @ParameterizedTest
    @CsvSource({"8000, 24000", "16000, 32000", "44100, 64000", "48000, 64000"})
    void everyRateOpensWithItsConfiguration(int rate, int bitrate) {
        try (var encoder = new AacEncoder(new AacSettings(rate, bitrate, Coder.FAST, 4000))) {
            byte[] asc = encoder.format().configuration().toArray();
            int index = (asc[0] & 7) << 1 | (asc[1] & 0xFF) >> 7;

            assertThat(asc[0] >> 3).as("AAC-LC").isEqualTo(2);
            assertThat(
                            List.of(
                                            96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050,
                                            16000, 12000, 11025, 8000)
                                    .get(index))
                    .isEqualTo(rate);
            assertThat(asc[1] >> 3 & 15).as("channels").isEqualTo(1);
            assertThat(encoder.format().sampleRateHz()).isEqualTo(rate);
        }
    }

    /** A click at a known sample is heard at that sample: the priming is taken off rightly. */
    @Test
    void aClickStaysWhereItWas() {
        short[] samples = new short[RATE / 2];
        int click = 9_000;
        Arrays.fill(samples, click, click + 16, (short) 25_000);

        short[] heard = through(new AacSettings(RATE, 128_000, Coder.TWOLOOP, 0), samples, 480);

        assertThat(loudest(heard)).isBetween(click, click + 16);
    }

    @Test
    void positionsAreOneFrameApartAndStartWithThePriming() {
        List<Frame> frames =
                encode(new AacSettings(RATE, 64_000, Coder.FAST, 4000), new short[RATE / 10], 160);

        assertThat(frames).extracting(Frame::position).containsExactly(-1024L, 0L, 1024L);
    }

    @Test
    void theCutOfTheBlocksChangesNothing() {
        var settings = new AacSettings(RATE, 64_000, Coder.FAST, 4000);
        short[] tone = tone(RATE, 700, 8000, RATE / 4);

        assertThat(encode(settings, tone, 1)).isEqualTo(encode(settings, tone, 5000));
    }

    @Test
    void refusesSettingsThatTheCodecDoesNotKnow() {
        assertThatThrownBy(() -> new AacEncoder(new AacSettings(12_345, 64_000, Coder.FAST, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("aac");
    }

    @Test
    void noiseToTheDecoderIsSoundOrAProtocolException() {
        var random = new Random(7);
        try (var encoder = new AacEncoder(new AacSettings(RATE, 64_000, Coder.FAST, 0));
                var decoder = new AacDecoder(encoder.format())) {
            for (int i = 0; i < 2000; i++) {
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                try {
                    assertThat(decoder.decode(noise)).isNotNull();
                } catch (ProtocolException e) {
                    assertThat(e.fault()).isEqualTo(ProtocolException.Fault.MALFORMED);
                }
            }
        }
    }

    private static List<Frame> encode(AacSettings settings, short[] samples, int block) {
        List<Frame> frames = new ArrayList<>();
        try (var encoder = new AacEncoder(settings)) {
            for (int from = 0; from < samples.length; from += block) {
                int count = Math.min(block, samples.length - from);
                encoder.encode(
                        samples,
                        from,
                        count,
                        (position, frame) -> {
                            List<Byte> bytes = new ArrayList<>();
                            for (byte b : frame) {
                                bytes.add(b);
                            }
                            frames.add(new Frame(position, bytes));
                        });
            }
        }
        return frames;
    }

    /** Encodes, decodes and puts each frame where its position says. */
    private static short[] through(AacSettings settings, short[] samples, int block) {
        short[] heard = new short[samples.length];
        try (var encoder = new AacEncoder(settings);
                var decoder = new AacDecoder(encoder.format())) {
            for (int from = 0; from < samples.length; from += block) {
                int count = Math.min(block, samples.length - from);
                encoder.encode(
                        samples,
                        from,
                        count,
                        (position, frame) -> {
                            short[] decoded = decoder.decode(frame);
                            assertThat(decoded).hasSize(encoder.frameSamples());
                            if (position >= 0) {
                                System.arraycopy(decoded, 0, heard, (int) position, decoded.length);
                            }
                        });
            }
        }
        return heard;
    }

    private static short[] tone(int rate, double hz, int amplitude, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (amplitude * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return samples;
    }

    /** The amplitude of one frequency in the samples: a one-bin Fourier transform. */
    private static double amplitude(short[] samples, double hz, int rate) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.length; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hz * i / rate);
            im += samples[i] * Math.sin(2 * Math.PI * hz * i / rate);
        }
        return 2 * Math.hypot(re, im) / samples.length;
    }

    private static double rms(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    private static int loudest(short[] samples) {
        int at = 0;
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > Math.abs(samples[at])) {
                at = i;
            }
        }
        return at;
    }
}
