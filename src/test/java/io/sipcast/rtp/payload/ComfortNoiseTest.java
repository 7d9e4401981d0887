package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3389: level and colour. */
class ComfortNoiseTest {
    @ParameterizedTest
    @CsvSource({"30, 1036.2", "50, 103.6", "20, 3276.8", "90, 1.04"})
    void whiteNoiseHasItsLevel(int minusDbov, double rms) {
        ComfortNoise noise = ComfortNoise.read(new byte[] {(byte) minusDbov}, 0, 1);

        short[] samples = noise.next(40_000);

        assertThat(noise.rms()).isCloseTo(rms, within(rms / 100));
        assertThat(rms(samples)).isCloseTo(rms, within(rms / 20 + 0.05));
        assertThat(correlation(samples)).isCloseTo(0, within(0.03));
    }

    /** N = 127 + 32768 k / 258: a first coefficient of -0.9 is the colour of low frequencies. */
    @ParameterizedTest
    @CsvSource({"-0.9", "-0.5", "0.5", "0.9"})
    void colouredNoiseHasTheLevelToo(double k) {
        byte code = (byte) Math.round(127 + k * 32768 / 258);
        ComfortNoise noise = ComfortNoise.read(new byte[] {30, code}, 0, 2);

        short[] samples = noise.next(40_000);

        assertThat(rms(samples)).isCloseTo(1036, within(100.0));
        assertThat(correlation(samples)).isCloseTo(-k, within(0.03));
    }

    @Test
    void noiseLikeAnotherHasItsLevelAndColour() {
        short[] model = ComfortNoise.read(new byte[] {35, (byte) 200, 100}, 0, 3).next(4000);

        short[] samples = ComfortNoise.like(model).next(40_000);

        assertThat(rms(samples)).isCloseTo(rms(model), within(rms(model) / 10));
        assertThat(correlation(samples)).isCloseTo(correlation(model), within(0.05));
        assertThat(rms(ComfortNoise.like(new short[160]).next(800))).isZero();
        assertThat(ComfortNoise.like(new short[0]).next(80)).hasSize(80);
    }

    @Test
    void withoutALevelItIsNone() {
        assertThatThrownBy(() -> ComfortNoise.read(new byte[0], 0, 0))
                .isInstanceOf(ProtocolException.class);
    }

    private static double rms(short[] samples) {
        return Math.sqrt(product(samples, 0) / samples.length);
    }

    /** Of neighbours. */
    private static double correlation(short[] samples) {
        return product(samples, 1) / product(samples, 0);
    }

    private static double product(short[] samples, int lag) {
        double sum = 0;
        for (int i = lag; i < samples.length; i++) {
            sum += (double) samples[i] * samples[i - lag];
        }
        return sum;
    }
}
