package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** A tone of 440 Hz, whose own steps are no longer than this, is lost for 20 ms and for 60. */
    @ParameterizedTest
    @CsvSource({"8000, 160", "8000, 480", "16000, 320", "16000, 960", "48000, 960", "48000, 2880"})
    void neitherTheBeginningNorTheSeamsNorTheEndClick(int rateHz, int lost) {
        var concealing = new Concealer(rateHz);
        double own = 8000 * 2 * Math.PI * 440 / rateHz;
        short[] heard = new short[20 * lost];
        for (int at = 0; at < heard.length; at += lost) {
            boolean missing = at / lost % 7 == 6;
            short[] piece = missing ? concealing.fill(lost) : at440(rateHz, at, lost);
            if (!missing) {
                concealing.follow(piece);
            }
            System.arraycopy(piece, 0, heard, at, lost);
        }
        for (int i = 1; i < heard.length; i++) {
            assertThat((double) Math.abs(heard[i] - heard[i - 1])).isLessThan(1.35 * own);
        }
    }

    @Test
    void aPauseIsNoRepetition() {
        for (int i = 0; i < 5; i++) {
            concealer.follow(tone(i * 160, 160));
        }
        concealer.rest();
        short[] made = concealer.fill(480);

        assertThat(Math.abs(made[0] - tone(800, 1)[0])).isLessThan(1300);
        assertThat(Arrays.copyOfRange(made, 40, 480)).containsOnly((short) 0);
        assertThat(concealer.repeated()).isZero();
    }

    private static short[] at440(int rateHz, int from, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * (from + i) / rateHz));
        }
        return samples;
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
