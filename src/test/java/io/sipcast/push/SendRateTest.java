package io.sipcast.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendRateTest {
    private static final long HALF = 500_000_000L;

    private final SendRate rate = new SendRate();

    @Test
    void isThatOfTheLastSecond() {
        assertThat(rate.bitsPerSecond()).isZero();
        rate.look(1000, 0);
        assertThat(rate.bitsPerSecond()).as("one look says nothing").isZero();
        rate.look(2000, HALF);
        assertThat(rate.bitsPerSecond()).isEqualTo(16_000);
        rate.look(4000, 2 * HALF);
        assertThat(rate.bitsPerSecond()).isEqualTo(24_000);
        rate.look(4000, 3 * HALF);
        rate.look(4000, 4 * HALF);
        assertThat(rate.bitsPerSecond()).as("nothing leaves").isZero();
    }

    @Test
    void anotherConnectionBeginsAnew() {
        rate.look(100_000, 0);
        rate.look(200_000, HALF);
        rate.look(500, 2 * HALF);
        assertThat(rate.bitsPerSecond()).isZero();
        rate.look(1000, 3 * HALF);
        assertThat(rate.bitsPerSecond()).isEqualTo(8_000);
        rate.forget();
        assertThat(rate.bitsPerSecond()).isZero();
    }
}
