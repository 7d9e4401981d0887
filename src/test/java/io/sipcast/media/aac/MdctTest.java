package io.sipcast.media.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

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

        new Mdct().forward(before, now, 1024, lines);

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

        new Mdct().forward(sound, sound, 1024, all);
        new Mdct().forward(sound, sound, 176, some);

        for (int k = 0; k < 176; k++) {
            assertThat(some[k]).isEqualTo(all[k]);
        }
        assertThat(some[176]).isZero();
    }
}
