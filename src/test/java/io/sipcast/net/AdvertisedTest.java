package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.sip.route.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedTest {
    private static final InetAddress OWN = InetAddress.ofLiteral("10.0.0.7");
    private static final InetAddress OWN_V6 = InetAddress.ofLiteral("fd00::7");

    private static Advertised of(String sip, String media, String... local) {
        return new Advertised(
                Optional.of(sip).filter(text -> !text.isEmpty()),
                Optional.of(media).filter(text -> !text.isEmpty()),
                List.of(local));
    }

    private static String shown(Advertised advertised, InetAddress own, String destination) {
        Endpoint shown =
                advertised.shown(
                        new Endpoint(Addresses.ip(own), 5080), InetAddress.ofLiteral(destination));
        assertThat(shown.ip()).isEqualTo(Addresses.ip(own));
        assertThat(shown.port()).isEqualTo(5080);
        return shown.shownHost() + " " + shown.shownPort();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.1, 198.51.100.5, 203.0.113.1 5080",
        "203.0.113.1:6060, 198.51.100.5, 203.0.113.1 6060",
        "gw.example.org:6060, 198.51.100.5, gw.example.org 6060",
        "203.0.113.1, 127.0.0.1, 10.0.0.7 5080",
        "203.0.113.1, 192.168.4.4, 10.0.0.7 5080",
        "203.0.113.1, 172.31.255.255, 10.0.0.7 5080",
        "203.0.113.1, 172.32.0.0, 203.0.113.1 5080",
        "203.0.113.1, 100.64.0.1, 10.0.0.7 5080",
        "'[2001:db8::1]', 198.51.100.5, 10.0.0.7 5080",
        "'', 198.51.100.5, 10.0.0.7 5080"
    })
    void whoIsBeyondTheNatSeesWhatIsAdvertised(String sip, String destination, String shown) {
        assertThat(shown(of(sip, ""), OWN, destination)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "'[2001:db8::1]:6060', 2001:db8:5::5, 2001:db8::1 6060",
        "203.0.113.1, 2001:db8:5::5, fd00:0:0:0:0:0:0:7 5080",
        "gw.example.org, 2001:db8:5::5, gw.example.org 5080",
        "'[2001:db8::1]', fd00::9, fd00:0:0:0:0:0:0:7 5080",
        "'[2001:db8::1]', ::1, fd00:0:0:0:0:0:0:7 5080",
        "'[2001:db8::1]', fe80::9, fd00:0:0:0:0:0:0:7 5080"
    })
    void soDoesAPeerWithIpv6(String sip, String destination, String shown) {
        String expected = shown.replace("fd00:0:0:0:0:0:0:7", "fd00::7");
        assertThat(shown(of(sip, ""), OWN_V6, destination)).isEqualTo(expected);
    }

    @Test
    void whatIsNearCanBeNamed() {
        Advertised container = of("192.168.1.10", "", "172.17.0.0/16");

        assertThat(shown(container, OWN, "192.168.1.20")).isEqualTo("192.168.1.10 5080");
        assertThat(shown(container, OWN, "172.17.0.3")).isEqualTo("10.0.0.7 5080");
        assertThat(shown(container, OWN, "127.0.0.1")).isEqualTo("10.0.0.7 5080");
    }

    @Test
    void mediaHasAnAddressOfItsOwn() throws Exception {
        InetAddress far = InetAddress.ofLiteral("198.51.100.5");

        assertThat(of("203.0.113.1", "").media(OWN, far)).hasToString("203.0.113.1");
        assertThat(of("203.0.113.1:6060", "203.0.113.2").media(OWN, far))
                .hasToString("203.0.113.2");
        assertThat(of("", "203.0.113.2").media(OWN, far)).hasToString("203.0.113.2");
        assertThat(of("", "203.0.113.2").media(OWN, InetAddress.ofLiteral("10.0.0.9")))
                .hasToString("10.0.0.7");
        assertThat(of("", "2001:db8::2").media(OWN, far)).hasToString("10.0.0.7");
        assertThat(Advertised.NOTHING.media(OWN, far)).hasToString("10.0.0.7");
    }

    @Test
    void aNameIsResolvedForMedia() throws Exception {
        InetAddress far = InetAddress.ofLiteral("198.51.100.5");

        assertThat(of("localhost", "").media(OWN, far)).hasToString("127.0.0.1");
        assertThatThrownBy(() -> of("", "no-such-name.invalid").media(OWN, far))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("rtp.advertised-address")
                .hasMessageContaining("no-such-name.invalid");
    }
}
