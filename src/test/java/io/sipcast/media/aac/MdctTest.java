package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MdctTest {
    /** ISO/IEC 14496-3 §4.6.11.3.1, term by term. */
    @Test
    void isWhatTheStandardWrites() {
        var random = new Random(1);
        float[] before = new float[1024];
        float[] now = new float[1024];
        for (int i = 0; i < 1024; i++) {
            before[i] = random.nextInt(65_536) - 32_768;
            now[i] = random.nextInt(65_536) - 32_768;
        }
        float[] lines = new float[1024];

        new Mdct(1).forward(before, now, 1024, lines);

        for (int k = 0; k < 1024; k++) {
            double sum = 0;
            for (int n = 0; n < 2048; n++) {
                double window = Math.sin(Math.PI / 2048 * (n + 0.5));
                double sample = n < 1024 ? before[n] : now[n - 1024];
                sum += window * sample * Math.cos(2 * Math.PI / 2048 * (n + 512.5) * (k + 0.5));
            }
            assertThat((double) lines[k]).isCloseTo(2 * sum, within(2.0));
        }
    }

    @Test
    void fewerLinesAreTheSameLines() {
        float[] sound = Sounds.noise(48_000, 10_000, 1024);
        float[] all = new float[1024];
        float[] some = new float[1024];

        new Mdct(1).forward(sound, sound, 1024, all);
        new Mdct(1).forward(sound, sound, 176, some);

        for (int k = 0; k < 176; k++) {
            assertThat(some[k]).isEqualTo(all[k]);
        }
        assertThat(some[176]).isZero();
    }

    /** Of sound of up to 4 kHz at 48 kHz, seen by each second or fourth sample. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void fewerSamplesHaveTheSameLowLines(int factor) {
        float[] all = new float[1024];
        float[] few = new float[1024];

        new Mdct(1).forward(samples(1, 0), samples(1, 1024), 176, all);
        new Mdct(factor).forward(samples(factor, 0), samples(factor, 1024), 176, few);

        double loudest = 0;
        for (int k = 0; k < 176; k++) {
            loudest = Math.max(loudest, Math.abs(all[k]));
        }
        for (int k = 0; k < 176; k++) {
            assertThat((double) few[k]).as("line %d", k).isCloseTo(all[k], within(loudest / 1e4));
        }
    }

    private static float[] samples(int factor, int from) {
        float[] samples = new float[1024 / factor];
        for (int i = 0; i < samples.length; i++) {
            double at = (from + factor * i + (factor - 1) / 2.0) / 48_000;
            for (int tone = 1; tone < 40; tone++) {
                samples[i] += (float) (800 * Math.sin(2 * Math.PI * 100.3 * tone * at + tone));
            }
        }
        return samples;
    }
}
