package io.sipcast.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.route.IpAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoncesTest {
    private static final long NOW = -5_000_000_000L; // a monotonic clock may be below nought
    private static final IpAddress HERE = ip("192.0.2.7");
    private static final IpAddress THERE = ip("2001:db8::7");

    private final Nonces nonces = new Nonces(new SplittableRandom(1));

    @Test
    void areForOneAddress() {
        String nonce = nonces.issue(HERE, NOW);

        assertThat(nonces.isGenuine(nonce, HERE)).isTrue();
        assertThat(nonces.isGenuine(nonce, THERE)).isFalse();
        assertThat(new Nonces(new SplittableRandom(2)).isGenuine(nonce, HERE)).isFalse();
        assertThat(nonces.issue(HERE, NOW)).isNotEqualTo(nonce);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 31, 32, 63})
    void noDigitCanBeChanged(int place) {
        StringBuilder nonce = new StringBuilder(nonces.issue(HERE, NOW));
        nonce.setCharAt(place, nonce.charAt(place) == '0' ? '1' : '0');

        assertThat(nonces.isGenuine(nonce.toString(), HERE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz", "é"})
    void otherTextIsNone(String text) {
        assertThat(nonces.isGenuine(text, HERE)).isFalse();
        assertThat(nonces.isGenuine(text.repeat(64), HERE)).isFalse();
    }

    @Test
    void theCountMustRise() {
        String nonce = nonces.issue(HERE, NOW);

        assertThat(nonces.use(nonce, 1, NOW)).isTrue();
        assertThat(nonces.use(nonce, 1, NOW)).isFalse();
        assertThat(nonces.use(nonce, 7, NOW)).isTrue();
        assertThat(nonces.use(nonce, 6, NOW)).isFalse();
        assertThat(nonces.use(nonce, 0, NOW)).isFalse();
        assertThat(nonces.use(nonce, 0x8000_0000, NOW)).isTrue(); // nc has no sign
        assertThat(nonces.use(nonce, 8, NOW)).isFalse();
    }

    @Test
    void withoutACountItIsUsedOnce() {
        String nonce = nonces.issue(HERE, NOW);

        assertThat(nonces.use(nonce, 0, NOW)).isTrue();
        assertThat(nonces.use(nonce, 0, NOW)).isFalse();
        assertThat(nonces.use(nonce, 1, NOW)).isFalse();
    }

    @Test
    void theyGrowOld() {
        String nonce = nonces.issue(HERE, NOW);
        long almost = NOW + Nonces.LIFETIME.toNanos() - 1;

        assertThat(nonces.use(nonce, 1, almost)).isTrue();
        assertThat(nonces.use(nonce, 2, almost + 1)).isFalse();
    }

    @Test
    void oneThatWasForgottenCannotBeUsedAgain() {
        String first = nonces.issue(HERE, NOW);
        assertThat(nonces.use(first, 1, NOW)).isTrue();
        for (int i = 1; i <= Nonces.MOST_USED; i++) {
            assertThat(nonces.use(nonces.issue(HERE, NOW + i), 1, NOW + i)).isTrue();
        }
        long later = NOW + Duration.ofSeconds(1).toNanos();

        assertThat(nonces.use(first, 1, later)).isFalse();
        assertThat(nonces.use(first, 2, later)).isFalse(); // nor with a count that would do
        assertThat(nonces.use(nonces.issue(HERE, later), 1, later)).isTrue();
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
