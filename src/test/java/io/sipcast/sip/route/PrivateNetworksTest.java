package io.sipcast.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateNetworksTest {
    private static boolean isPrivate(String ip) {
        return PrivateNetworks.contains(Objects.requireNonNull(IpAddress.parse(ip)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.1.1",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.0",
                "192.168.255.255",
                "::",
                "::1",
                "fc00::",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "::ffff:10.0.0.1"
            })
    void theseAre(String ip) {
        assertThat(isPrivate(ip)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "169.253.1.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "203.0.113.1",
                "255.255.255.255",
                "::2",
                "2001:db8::1",
                "fbff::",
                "fe00::1",
                "fec0::1",
                "::ffff:11.0.0.1"
            })
    void theseAreNot(String ip) {
        assertThat(isPrivate(ip)).isFalse();
    }
}
