package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static final double AMPLITUDE = 10_000;

    /** Samples in which the filter still fills. */
    private static final int EDGE = 500;

    @ParameterizedTest
    @CsvSource({
        "8000, 48000, 400",
        "8000, 48000, 1000",
        "8000, 48000, 3000",
        "8000, 44100, 1000",
        "8000, 16000, 3000",
        "16000, 48000, 6000",
        "48000, 48000, 10000",
        "48000, 44100, 1000",
        "48000, 16000, 1000",
        "48000, 8000, 1000"
    })
    void aToneStaysItself(int inRate, int outRate, double hz) {
        double[] out = run(inRate, outRate, hz, _ -> 0, 100);

        assertThat(signalToNoiseDb(out, outRate, hz)).isGreaterThan(60);
        assertThat(amplitude(out, outRate, hz)).isBetween(0.99 * AMPLITUDE, 1.01 * AMPLITUDE);
    }

    @Test
    void theImageOfATelephoneToneIsGone() {
        double[] out = run(8000, 48_000, 3300, _ -> 0, 100);

        assertThat(amplitude(out, 48_000, 8000 - 3300)).isLessThan(AMPLITUDE / 1000);
    }

    /** The tone is as the sender's clock has it: on ours it is that much higher or lower. */
    @ParameterizedTest
    @CsvSource({"500", "-500", "1500"})
    void theDriftOfTheSenderIsTakenOut(double ppm) {
        double[] out = run(8000, 48_000, 1000, _ -> ppm * 1e-6, 200);

        assertThat(signalToNoiseDb(out, 48_000, 1000 / (1 + ppm * 1e-6))).isGreaterThan(60);
        assertThat((double) out.length).isCloseTo(200 * 960 * (1 + ppm * 1e-6), offset(120.0));
    }

    @Test
    void aChangeOfDriftDoesNotClick() {
        double[] out = run(8000, 48_000, 1000, block -> block % 10 < 5 ? 1e-3 : -1e-3, 200);

        double greatest = 0;
        for (int i = EDGE; i < out.length; i++) {
            greatest = Math.max(greatest, Math.abs(out[i] - 2 * out[i - 1] + out[i - 2]));
        }
        double bend = 2 * Math.PI * 1000 / 48_000;
        assertThat(greatest).isLessThan(AMPLITUDE * bend * bend * 1.02 + 4);
    }

    @Test
    void aSampleIsTheSoundOfItsStreamTime() {
        var resampler = new Resampler(8000, 48_000);
        short[] silence = new short[160];
        short[] step = new short[160];
        Arrays.fill(step, (short) 8000);
        short[] out = new short[2000];
        resampler.process(new Pcm(7_000_000, 27_000_000, 8000, silence), out);
        long position = resampler.position();
        int count = resampler.process(new Pcm(27_000_000, 47_000_000, 8000, step), out);

        int middle = 0;
        while (middle < count && out[middle] < 4000) {
            middle++;
        }
        // the step is between the sample before 27 ms and the one at it: half a sample early
        assertThat((position + middle) / 48.0).isCloseTo(27 - 0.0625, offset(0.03));
    }

    @Test
    void theCountFollowsStreamTimeForHours() {
        var resampler = new Resampler(8000, 48_000);
        short[] samples = new short[160];
        short[] out = new short[2000];
        long start = 3_000_000;
        long sum = 0;
        long first = -1;
        for (int i = 0; i < 200_000; i++) {
            long end = start + 20_003_333L + (i % 7);
            var block = new Pcm(start, end, 8000, samples);
            sum += resampler.process(block, out);
            first = first < 0 ? resampler.position() - sum : first;
            start = end;
        }
        assertThat(resampler.position()).isEqualTo(first + sum);
        assertThat(resampler.position() / 48_000.0).isCloseTo(start / 1e9, offset(0.0025));
    }

    @Test
    void fullScaleDoesNotWrap() {
        var resampler = new Resampler(8000, 48_000);
        short[] loud = new short[160];
        Arrays.fill(loud, Short.MAX_VALUE);
        short[] out = new short[2000];
        for (int i = 0; i < 5; i++) {
            var block = new Pcm(i * 20_000_000L, (i + 1) * 20_000_000L, 8000, loud);
            int count = resampler.process(block, out);
            for (int k = i == 0 ? 200 : 0; k < count; k++) {
                assertThat((int) out[k]).isGreaterThan(32_760);
            }
        }
    }

    /** A tone of the sender's clock, in blocks of 20 ms that last longer by the drift. */
    private static double[] run(
            int inRate, int outRate, double hz, IntToDoubleFunction drift, int blocks) {
        var resampler = new Resampler(inRate, outRate);
        List<short[]> parts = new ArrayList<>();
        int size = inRate / 50;
        double at = 0;
        for (int b = 0; b < blocks; b++) {
            double end = at + 20e6 * (1 + drift.applyAsDouble(b));
            var block =
                    new Pcm(
                            Math.round(at),
                            Math.round(end),
                            inRate,
                            tone(hz, inRate, b * size, size));
            short[] out = new short[resampler.maxSamples(block)];
            parts.add(Arrays.copyOf(out, resampler.process(block, out)));
            at = end;
        }
        return parts.stream()
                .flatMapToDouble(part -> IntStream.range(0, part.length).mapToDouble(i -> part[i]))
                .toArray();
    }

    private static short[] tone(double hz, int rate, int from, int size) {
        short[] samples = new short[size];
        for (int i = 0; i < size; i++) {
            samples[i] =
                    (short) Math.rint(AMPLITUDE * Math.sin(2 * Math.PI * hz * (from + i) / rate));
        }
        return samples;
    }

    private static double amplitude(double[] samples, int rate, double hz) {
        Fit fit = Fit.of(samples, rate, hz);
        return Math.hypot(fit.sine(), fit.cosine());
    }

    private static double signalToNoiseDb(double[] samples, int rate, double hz) {
        Fit fit = Fit.of(samples, rate, hz);
        double noise = 0;
        for (int i = EDGE; i < samples.length; i++) {
            double error = samples[i] - fit.at(2 * Math.PI * hz * i / rate);
            noise += error * error;
        }
        double power = (fit.sine() * fit.sine() + fit.cosine() * fit.cosine()) / 2;
        return 10 * Math.log10(power * (samples.length - EDGE) / noise);
    }

    /** The tone that is nearest to what came out, by least squares. */
    private record Fit(double sine, double cosine) {
        static Fit of(double[] samples, int rate, double hz) {
            double ss = 0;
            double cc = 0;
            double sc = 0;
            double xs = 0;
            double xc = 0;
            for (int i = EDGE; i < samples.length; i++) {
                double s = Math.sin(2 * Math.PI * hz * i / rate);
                double c = Math.cos(2 * Math.PI * hz * i / rate);
                ss += s * s;
                cc += c * c;
                sc += s * c;
                xs += samples[i] * s;
                xc += samples[i] * c;
            }
            double determinant = ss * cc - sc * sc;
            return new Fit((xs * cc - xc * sc) / determinant, (xc * ss - xs * sc) / determinant);
        }

        double at(double angle) {
            return sine * Math.sin(angle) + cosine * Math.cos(angle);
        }
    }
}
