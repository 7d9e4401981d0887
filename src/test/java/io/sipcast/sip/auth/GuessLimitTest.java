package io.sipcast.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.route.IpAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GuessLimitTest {
    private static final long NOW = -5_000_000_000L;

    private final GuessLimit limit = new GuessLimit();

    @Test
    void isReachedAndLiftedForOneAddressAlone() {
        guess("192.0.2.7", GuessLimit.GUESSES - 1, NOW);
        assertThat(limit.exhausted(ip("192.0.2.7"), NOW)).isFalse();
        guess("192.0.2.7", 1, NOW + 1);
        assertThat(limit.exhausted(ip("192.0.2.7"), NOW + 2)).isTrue();
        assertThat(limit.exhausted(ip("192.0.2.8"), NOW + 2)).isFalse();

        long over = NOW + GuessLimit.PERIOD.toNanos();
        assertThat(limit.exhausted(ip("192.0.2.7"), over - 1)).isTrue();
        assertThat(limit.exhausted(ip("192.0.2.7"), over)).isFalse();
        guess("192.0.2.7", 1, over); // begins anew
        assertThat(limit.exhausted(ip("192.0.2.7"), over)).isFalse();
    }

    @Test
    void allAddressesOfAnIpv6HostAreOne() {
        for (int i = 0; i < GuessLimit.GUESSES; i++) {
            guess("2001:db8::" + Integer.toHexString(i), 1, NOW);
        }
        assertThat(limit.exhausted(ip("2001:db8::ffff"), NOW)).isTrue();
        assertThat(limit.exhausted(ip("2001:db8:0:1::1"), NOW)).isFalse();
    }

    @Test
    void theOldestAddressIsForgottenFirst() {
        guess("192.0.2.7", GuessLimit.GUESSES, NOW);
        for (int i = 0; i < GuessLimit.MOST_ADDRESSES - 1; i++) {
            guess("10.%d.%d.1".formatted(i >> 8, i & 255), 1, NOW);
        }
        assertThat(limit.exhausted(ip("192.0.2.7"), NOW)).isTrue();
        guess("10.255.255.1", 1, NOW);
        assertThat(limit.exhausted(ip("192.0.2.7"), NOW)).isFalse();
    }

    private void guess(String address, int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            limit.count(ip(address), nowNanos);
        }
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
