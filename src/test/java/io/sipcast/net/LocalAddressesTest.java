package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    private long now;
    private final LocalAddresses routed = new LocalAddresses(null, () -> now);

    @Test
    void loopbackIsReachedFromLoopback() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");

        assertThat(routed.towards(loopback)).isEqualTo(loopback);
        now = Long.MAX_VALUE;
        assertThat(routed.towards(loopback)).isEqualTo(loopback);
    }

    @Test
    void anotherLoopbackAddressToo() throws Exception {
        assertThat(routed.towards(InetAddress.ofLiteral("127.0.0.9")).isLoopbackAddress()).isTrue();
    }

    @Test
    void aConfiguredAddressOfTheOtherFamilyLeadsNowhere() {
        LocalAddresses fixed = new LocalAddresses(InetAddress.ofLiteral("192.0.2.1"));

        assertThatThrownBy(() -> fixed.towards(InetAddress.ofLiteral("2001:db8::1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sip.address 192.0.2.1")
                .hasMessageContaining("IPv6");
    }

    @Test
    void aConfiguredAddressIsTheAnswerForEveryDestination() throws Exception {
        InetAddress configured = InetAddress.ofLiteral("192.0.2.1");
        LocalAddresses fixed = new LocalAddresses(configured);

        assertThat(fixed.towards(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo(configured);
    }
}
