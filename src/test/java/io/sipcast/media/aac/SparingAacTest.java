package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.ResampledEncoder;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.transcode.AacDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sound of a call from its own rate to AAC, by few samples and by all: FFmpeg's decoder hears
 * the same.
 */
class SparingAacTest {
    private static final int SECONDS = 6;

    private final FrameCoder coder = new FrameCoder();

    /** Within 1 dB: from 16 kHz what is above 7 kHz is coded, too, and takes its bits. */
    @ParameterizedTest
    @CsvSource({
        "8000, 48000, 0",
        "8000, 48000, 300",
        "8000, 48000, -300",
        "8000, 44100, 0",
        "8000, 32000, 0",
        "16000, 48000, 0",
        "16000, 44100, 300",
        "16000, 32000, 0"
    })
    void aVoiceIsAsGoodAsWithAllSamples(int sourceHz, int rateHz, double ppm) {
        var settings = settings(sourceHz, rateHz);
        DoubleUnaryOperator voice = t -> voice(t, 0.41 * sourceHz);

        var all = heard(new AacLcEncoder(settings, () -> coder), voice, sourceHz, ppm);
        var few = heard(AacLcEncoder.sparing(settings, () -> coder), voice, sourceHz, ppm);

        assertThat(distance(voice, few, rateHz)).isGreaterThan(distance(voice, all, rateHz) - 1);
    }

    /** The images of the lowest tones are those that come nearest to what is coded. */
    @ParameterizedTest
    @CsvSource({
        "8000, 48000, 60",
        "8000, 48000, 300",
        "8000, 48000, 3500",
        "8000, 44100, 60",
        "8000, 44100, 900",
        "8000, 44100, 3500",
        "16000, 48000, 60",
        "16000, 48000, 7000"
    })
    void aToneHasNoImages(int sourceHz, int rateHz, double hertz) {
        DoubleUnaryOperator tone = t -> 10_000 * Math.sin(2 * Math.PI * hertz * t);
        var encoder = AacLcEncoder.sparing(settings(sourceHz, rateHz), () -> coder);

        float[] heard = heard(encoder, tone, sourceHz, 0);

        assertThat(distance(tone, heard, rateHz)).isGreaterThan(40);
    }

    /** Samples that lag behind in the resampler are guessed, and two that have not come. */
    @ParameterizedTest
    @CsvSource({"8000, 48000", "8000, 44100", "16000, 48000"})
    void aFrameIsThereWithThePacketThatBringsItsLastSample(int sourceHz, int rateHz) {
        var encoder = AacLcEncoder.sparing(settings(sourceHz, rateHz), () -> coder);
        List<MediaUnit> units = new ArrayList<>();
        try (var whole = new ResampledEncoder(encoder, sourceHz)) {
            for (int block = 0; block < 200; block++) {
                whole.encode(block(t -> voice(t, 3000), sourceHz, 0, block), units::add);
                int ended = (block + 1) * rateHz / 50;
                int guessed = ended + 3 * rateHz / sourceHz;
                assertThat(units)
                        .as("with packet %d", block)
                        .hasSizeBetween(ended / 1024, guessed / 1024);
            }
        }
    }

    @Test
    void takesNoMoreSamplesThanItNeeds() {
        assertThat(factor(8000, 48_000)).isEqualTo(4);
        assertThat(factor(8000, 44_100)).isEqualTo(4);
        assertThat(factor(8000, 32_000)).isEqualTo(2);
        assertThat(factor(16_000, 48_000)).isEqualTo(2);
        assertThat(factor(16_000, 32_000)).isEqualTo(1);
    }

    private int factor(int sourceHz, int rateHz) {
        return AacLcEncoder.sparing(settings(sourceHz, rateHz), () -> coder).sampling().factor();
    }

    private static AacSettings settings(int sourceHz, int rateHz) {
        return new AacSettings(rateHz, 64_000, AacSettings.Coder.AUTO, sourceHz / 2);
    }

    /** Encodes, decodes, and puts each frame where its time says. */
    private static float[] heard(
            AudioEncoder encoder, DoubleUnaryOperator sound, int sourceHz, double ppm) {
        int rateHz = encoder.format().sampleRateHz();
        float[] heard = new float[SECONDS * rateHz];
        try (var decoder = new AacDecoder(encoder.format());
                var whole = new ResampledEncoder(encoder, sourceHz)) {
            for (int block = 0; block < SECONDS * 50; block++) {
                whole.encode(
                        block(sound, sourceHz, ppm, block),
                        unit -> {
                            short[] decoded = decoder.decode(unit.payload());
                            long at = Math.round(unit.ptsNanos() * 1e-9 * rateHz);
                            for (int i = 0; i < decoded.length && at >= 0; i++) {
                                heard[(int) at + i] = decoded[i];
                            }
                        });
            }
        }
        return heard;
    }

    /** A packet of a sender whose clock is slow by so much. */
    private static Pcm block(DoubleUnaryOperator sound, int sourceHz, double ppm, int number) {
        int count = sourceHz / 50;
        double seconds = 0.02 * (1 + ppm * 1e-6);
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            double at = seconds * (number + (double) i / count);
            samples[i] = (short) Math.round(sound.applyAsDouble(at));
        }
        long start = Math.round(seconds * number * 1e9);
        long end = Math.round(seconds * (number + 1) * 1e9);
        return new Pcm(start, end, sourceHz, samples);
    }

    /** Of noise to sound in dB, without the ends. */
    private static double distance(DoubleUnaryOperator sound, float[] heard, int rateHz) {
        double power = 0;
        double noise = 0;
        for (int i = rateHz / 2; i < heard.length - rateHz; i++) {
            double wanted = sound.applyAsDouble((double) i / rateHz);
            power += wanted * wanted;
            noise += (wanted - heard[i]) * (wanted - heard[i]);
        }
        return 10 * Math.log10(power / noise);
    }

    /** Harmonics of a pitch that wanders, four syllables a second, at any time. */
    private static double voice(double seconds, double upToHz) {
        double wandering = -30 / 0.7 * Math.cos(2 * Math.PI * 0.7 * seconds);
        double phase = 2 * Math.PI * 140 * seconds + wandering;
        double syllable = Math.pow(Math.sin(Math.PI * 4 * seconds), 2);
        double sum = 0;
        for (int harmonic = 1; harmonic * 170 < upToHz; harmonic++) {
            sum += Math.sin(harmonic * phase + harmonic * harmonic) / (1 + 0.3 * harmonic);
        }
        return 3000 * syllable * sum;
    }
}
