package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConcealerTest {
    private final Concealer concealer = new Concealer(8000);

    @Test
    void aToneGoesOnInPhaseAndFades() {
        for (int i = 0; i < 5; i++) {
            concealer.follow(tone(i * 160, 160));
        }
        short[] made = concealer.fill(480);
        short[] wanted = tone(800, 480);

        for (int i = 0; i < 80; i++) {
            assertThat(Math.abs(made[i] - wanted[i])).isLessThan(400);
        }
        assertThat(Math.abs(made[400])).isLessThan((short) 2000);
        assertThat(concealer.fill(160)).containsOnly((short) 0);
    }

    @Test
    void whatFollowsIsBlendedIn() {
        concealer.follow(tone(0, 160));
        concealer.fill(800);
        short[] next = new short[160];
        Arrays.fill(next, (short) 8000);
        concealer.follow(next);

        assertThat(next[0]).isLessThan((short) 400);
        assertThat(next[20]).isBetween((short) 3000, (short) 5000);
        assertThat(next[40]).isEqualTo((short) 8000);
    }

    @Test
    void withNothingBeforeItThereIsSilence() {
        assertThat(concealer.fill(160)).containsOnly((short) 0);
    }

    /** 200 Hz: a period of 40 samples. */
    private static short[] tone(int from, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (8000 * Math.sin(2 * Math.PI * (from + i) / 40));
        }
        return samples;
    }
}
