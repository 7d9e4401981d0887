package io.sipcast.rtmp.flv;

import static io.sipcast.rtmp.flv.Units.AUDIO;
import static io.sipcast.rtmp.flv.Units.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.media.MediaUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {
    private static final long MILLI = 1_000_000;

    private final Rates rates = new Rates();

    @Test
    void areNotKnownBeforeTwoSecondsOfEachTrack() {
        assertThat(rates.known()).isFalse();
        add(25, 1.9, 1000);
        assertThat(rates.known()).isFalse();
        assertThat(rates.framesPerSecond()).isZero();
        assertThat(rates.videoBitsPerSecond()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"25, 25", "24.6, 25", "29.97, 30", "7.3, 7.3", "14.8, 15"})
    void picturesAreCountedAndNearAUsualRateItIsSaid(double real, double said) {
        add(real, 6, 1000);
        assertThat(rates.known()).isTrue();
        assertThat(rates.framesPerSecond())
                .isCloseTo(said, org.assertj.core.api.Assertions.within(0.15));
    }

    @Test
    void bitRatesAreThoseOfThePayload() {
        add(25, 4, 2500); // 500 kbit/s
        for (int i = 0; i <= 200; i++) {
            long at = i * 20L * MILLI;
            rates.add(new MediaUnit(AUDIO, true, at, at, new byte[160])); // 64 kbit/s
        }
        assertThat(rates.videoBitsPerSecond()).isEqualTo(500_000);
        assertThat(rates.audioBitsPerSecond()).isEqualTo(64_000);
        assertThat(rates.framesPerSecond()).isEqualTo(25);
    }

    private void add(double framesPerSecond, double seconds, int bytes) {
        for (int i = 0; i <= framesPerSecond * seconds; i++) {
            long at = Math.round(i * 1000 / framesPerSecond) * MILLI;
            rates.add(new MediaUnit(VIDEO, i == 0, at, at, new byte[bytes]));
        }
    }
}
