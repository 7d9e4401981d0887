package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {
    private static final long MILLIS = 1_000_000;
    private static final long NOW = Long.MAX_VALUE - 50 * MILLIS; // it may wrap meanwhile

    private final Rest rest = new Rest();

    @ParameterizedTest
    @CsvSource({"false, 200", "true, 40"})
    void aLookIsDueAfterSoManyMilliseconds(boolean pictures, long millis) {
        rest.go(pictures, NOW);

        assertThat(rest.goesOn(NOW + (millis - 15) * MILLIS)).isTrue();
        assertThat(rest.goesOn(NOW + millis * MILLIS - MILLIS)).isFalse(); // ticks may be early
        assertThat(rest.isOn()).as("until somebody ends it").isTrue();
    }

    @Test
    void whoEndsItIsHeededAtOnce() {
        assertThat(rest.isOn()).isFalse();
        rest.go(false, NOW);
        rest.end();

        assertThat(rest.goesOn(NOW)).isFalse();
        assertThat(rest.isOn()).isFalse();
    }
}
