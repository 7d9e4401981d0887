package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AacSettings;
import io.sipcast.media.AacSettings.Coder;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.AacEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out is judged by FFmpeg's decoder. */
class AacLcEncoderTest {
    private static final int RATE = 48_000;

    /** 6144 bits, ISO/IEC 14496-3 §4.5.3.2. */
    private static final int LARGEST_FRAME = 768;

    private final FrameCoder coder = new FrameCoder();

    @SuppressWarnings("ArrayRecordComponent") // only handed on
    private record Frame(long position, byte[] bytes) {}

    @ParameterizedTest
    @ValueSource(ints = {32_000, 44_100, 48_000})
    void aToneKeepsFrequencyAndLevel(int rate) {
        float[] tone = Sounds.tone(rate, 1000, 10_000, rate);

        float[] heard = through(settings(rate, 64_000, 4000), tone, 960);

        float[] middle = Arrays.copyOfRange(heard, rate / 4, 3 * rate / 4);
        assertThat(Sounds.amplitude(middle, 1000, rate)).isCloseTo(10_000, within(60.0));
        assertThat(distance(tone, heard)).as("noise below the tone, dB").isGreaterThan(40);
    }

    /** What FFmpeg's encoder with the same settings left of the same sound: 38.7, 21.6, 16.6. */
    @ParameterizedTest
    @CsvSource({"64000, 38", "32000, 21", "24000, 16"})
    void theNoiseOfAVoiceLiesFarBelowIt(int bitrate, double least) {
        float[] voice = Sounds.voice(RATE, 3400, 8 * RATE);

        float[] heard = through(settings(RATE, bitrate, 4000), voice, 960);

        assertThat(distance(voice, heard)).isGreaterThan(least);
    }

    @Test
    void widebandSoundGoesUpToEightKilohertz() {
        float[] voice = Sounds.voice(RATE, 7000, 4 * RATE);

        float[] heard = through(settings(RATE, 64_000, 8000), voice, 960);

        assertThat(distance(voice, heard)).isGreaterThan(24);
        float[] high = Sounds.tone(RATE, 6800, 3000, RATE);
        float[] heardHigh =
                Arrays.copyOf(through(settings(RATE, 64_000, 8000), high, 960), RATE / 2);
        assertThat(Sounds.amplitude(heardHigh, 6800, RATE)).isCloseTo(3000, within(30.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 24_000, 32_000, 64_000, 128_000})
    void neverTakesMoreThanItsBitRateOrThanADecoderHolds(int bitrate) {
        float[] noise = Sounds.noise(RATE, 20_000, 20 * RATE);

        List<Frame> frames = encode(settings(RATE, bitrate, 8000), noise, 960);

        assertThat(frames).allMatch(frame -> frame.bytes().length <= LARGEST_FRAME);
        long bits = frames.stream().mapToLong(frame -> 8L * frame.bytes().length).sum();
        double seconds = frames.size() * 1024.0 / RATE;
        assertThat(bits / seconds).isLessThan(1.02 * bitrate);
    }

    /** Without TNS it would lie 53 dB below the click, wherever that is in its frame. */
    @Test
    void whatIsBeforeAClickStaysQuiet() {
        double sum = 0;
        int places = 16;
        for (int place = 0; place < places; place++) {
            int at = RATE / 4 + 64 * place;
            float[] click = Sounds.click(RATE, at, RATE / 2);
            float[] heard = through(settings(RATE, 64_000, 4000), click, 960);
            double before = Sounds.rms(Arrays.copyOfRange(heard, at - 1500, at - 100));
            double of = Sounds.rms(Arrays.copyOfRange(heard, at, at + 300));
            sum += 20 * Math.log10(of / before);
            assertThat(Sounds.loudest(heard)).isBetween(at, at + 40);
        }
        assertThat(sum / places).isGreaterThan(56);
    }

    /** A frame waits for none of the next: the second is there with 2048 samples. */
    @Test
    void positionsAreOneFrameApartAndStartWithThePriming() {
        List<Frame> frames = encode(settings(RATE, 64_000, 4000), new float[4096 + 100], 160);

        assertThat(frames).extracting(Frame::position).containsExactly(-1024L, 0L, 1024L, 2048L);
    }

    @Test
    void theCutOfTheBlocksChangesNothing() {
        var settings = settings(RATE, 64_000, 4000);
        float[] voice = Sounds.voice(RATE, 3400, RATE / 2);

        List<Frame> single = encode(settings, voice, 1);
        List<Frame> whole = encode(settings, voice, voice.length);

        assertThat(single).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(single.get(i).bytes()).isEqualTo(whole.get(i).bytes());
        }
    }

    /** One coder serves many: what it did for another channel leaves no trace. */
    @Test
    void channelsThatShareACoderDoNotHearEachOther() {
        var settings = settings(RATE, 64_000, 4000);
        float[] voice = Sounds.voice(RATE, 3400, RATE);
        float[] noise = Sounds.noise(RATE, 20_000, RATE);
        List<byte[]> alone = new ArrayList<>();
        List<byte[]> beside = new ArrayList<>();
        var first = new AacLcEncoder(settings, FrameCoder::new);
        var second = new AacLcEncoder(settings, () -> coder);
        var third = new AacLcEncoder(settings(RATE, 24_000, 8000), () -> coder);
        for (int at = 0; at + 960 <= voice.length; at += 960) {
            first.encode(voice, null, at, 960, (_, frame) -> alone.add(frame));
            second.encode(voice, null, at, 960, (_, frame) -> beside.add(frame));
            third.encode(noise, null, at, 960, (_, _) -> {});
        }

        assertThat(beside).hasSameSizeAs(alone);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(beside.get(i)).isEqualTo(alone.get(i));
        }
    }

    @Test
    void silenceTakesAFewBytesAndIsSilence() {
        float[] silence = new float[RATE];

        List<Frame> frames = encode(settings(RATE, 64_000, 4000), silence, 960);

        assertThat(frames).allMatch(frame -> frame.bytes().length <= 6);
        assertThat(through(settings(RATE, 64_000, 4000), silence, 960)).containsOnly(0f);
    }

    /** The last of the sound before is still under the window, and is coded. */
    @Test
    void soundEndsBeforeSilenceWithoutAStep() {
        float[] sound = Sounds.tone(RATE, 440, 8000, RATE);
        Arrays.fill(sound, RATE / 2, RATE, 0);

        float[] heard = through(settings(RATE, 64_000, 4000), sound, 960);

        assertThat(distance(sound, heard)).isGreaterThan(30);
        assertThat(Sounds.rms(Arrays.copyOfRange(heard, RATE / 2 + 2048, RATE))).isZero();
    }

    @Test
    void fullScaleOfAnyFormIsCoded() {
        var random = new Random(5);
        float[] rough = new float[4 * RATE];
        for (int i = 0; i < rough.length; i++) {
            boolean square = i / RATE % 2 == 0;
            float sign = square ? (i / 55 % 2 == 0 ? 1 : -1) : random.nextBoolean() ? 1 : -1;
            rough[i] = 32_767 * sign;
        }

        List<Frame> frames = encode(settings(RATE, 16_000, 8000), rough, 960);

        assertThat(frames).allMatch(frame -> frame.bytes().length <= LARGEST_FRAME);
        assertThat(Sounds.rms(through(settings(RATE, 64_000, 8000), rough, 960)))
                .isGreaterThan(5000);
    }

    /** So one may take over from the other in the midst of a stream. */
    @ParameterizedTest
    @ValueSource(ints = {32_000, 44_100, 48_000})
    void itsConfigurationIsThatOfTheOtherEncoder(int rate) {
        var settings = settings(rate, 64_000, 4000);
        try (var other = new AacEncoder(settings);
                var ours = new AacLcEncoder(settings, () -> coder)) {
            assertThat(ours.format()).isEqualTo(other.format());
            assertThat(ours.frameSamples()).isEqualTo(other.frameSamples());
        }
    }

    @Test
    void leavesToOthersWhatItCannotDo() {
        assertThat(AacLcEncoder.takes(settings(48_000, 64_000, 8000))).isTrue();
        assertThat(AacLcEncoder.takes(settings(48_000, 64_000, 8001))).isFalse();
        assertThat(AacLcEncoder.takes(settings(48_000, 64_000, 0))).as("any bandwidth").isFalse();
        assertThat(AacLcEncoder.takes(settings(16_000, 64_000, 4000))).isFalse();
        var stereo = new AacSettings(48_000, 2, 64_000, Coder.AUTO, 4000);
        assertThat(AacLcEncoder.takes(stereo)).isFalse();
        assertThatThrownBy(() -> new AacLcEncoder(stereo, () -> coder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not for this encoder");
    }

    private static AacSettings settings(int rate, int bitrate, int bandwidthHz) {
        return new AacSettings(rate, bitrate, Coder.AUTO, bandwidthHz);
    }

    private List<Frame> encode(AacSettings settings, float[] samples, int block) {
        List<Frame> frames = new ArrayList<>();
        var encoder = new AacLcEncoder(settings, () -> coder);
        for (int from = 0; from < samples.length; from += block) {
            int count = Math.min(block, samples.length - from);
            encoder.encode(
                    samples,
                    null,
                    from,
                    count,
                    (position, frame) -> frames.add(new Frame(position, frame)));
        }
        return frames;
    }

    /** Encodes, decodes and puts each frame where its position says. */
    private float[] through(AacSettings settings, float[] samples, int block) {
        float[] heard = new float[samples.length];
        var format = new AacLcEncoder(settings, () -> coder).format();
        try (var decoder = new AacDecoder(format)) {
            for (Frame frame : encode(settings, samples, block)) {
                short[] decoded = decoder.decode(frame.bytes());
                assertThat(decoded).hasSize(1024);
                for (int i = 0; i < decoded.length && frame.position() >= 0; i++) {
                    heard[(int) frame.position() + i] = decoded[i];
                }
            }
        }
        return heard;
    }

    /** Of noise to sound in dB, without the ends. */
    private static double distance(float[] sound, float[] heard) {
        double power = 0;
        double noise = 0;
        for (int i = 4096; i < sound.length - 4096; i++) {
            power += sound[i] * sound[i];
            noise += (sound[i] - heard[i]) * (sound[i] - heard[i]);
        }
        return 10 * Math.log10(power / noise);
    }
}
