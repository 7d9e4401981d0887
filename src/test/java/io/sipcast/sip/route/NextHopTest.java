package io.sipcast.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.message.Via;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextHopTest {
    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.7, udp:192.0.2.7:5060",
        "sip:bob@192.0.2.7:5070, udp:192.0.2.7:5070",
        "sip:bob@192.0.2.7;transport=TCP, tcp:192.0.2.7:5060",
        "sip:bob@[2001:db8::1]:5070;transport=udp, udp:[2001:db8::1]:5070",
        "sip:bob@example.com;maddr=192.0.2.9, udp:192.0.2.9:5060",
        "sip:bob@192.0.2.7;transport=tls, tls:192.0.2.7:5061",
        "sips:bob@192.0.2.7, tls:192.0.2.7:5061",
        "sips:bob@192.0.2.7:5443;transport=tcp, tls:192.0.2.7:5443",
        "sips:bob@[2001:db8::1], tls:[2001:db8::1]:5061",
        "sip:bob@example.com;maddr=192.0.2.9:, ",
        "sip:bob@example.com, "
    })
    void addressesNeedNoLookUp(String uri, String target) {
        NextHop hop = Objects.requireNonNull(NextHop.of(Uri.parse(uri)));

        Target literal = hop.literal();
        assertThat(literal == null ? null : literal.toString()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sips:bob@192.0.2.7;transport=udp",
                "sip:bob@192.0.2.7;transport=ws",
                "tel:+49151",
                "mailto:bob@example.com"
            })
    void someUrisLeadNowhere(String uri) {
        assertThat(NextHop.of(Uri.parse(uri))).isNull();
    }

    @Test
    void theFirstRouteGoesBeforeTheRequestUri() {
        Uri uri = Uri.parse("sip:bob@example.com");
        NameAddr route = NameAddr.parse("Route", "<sip:Proxy.example.net:5070;lr;transport=tcp>");

        assertThat(NextHop.of(List.of(route), uri))
                .isEqualTo(new NextHop("proxy.example.net", 5070, Transport.TCP));
        assertThat(NextHop.of(List.of(), uri)).isEqualTo(new NextHop("example.com", 0, null));
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 3581: to the source port; without rport to the port of sent-by; never to maddr
        "UDP, 10.0.0.1;rport;branch=x, udp:203.0.113.9:40000",
        "UDP, 10.0.0.1:5070;branch=x, udp:203.0.113.9:5070",
        "UDP, 10.0.0.1;branch=x;maddr=198.51.100.1, udp:203.0.113.9:5060",
        "TCP, 10.0.0.1:5070;rport;branch=x, tcp:203.0.113.9:5070",
        "TLS, 10.0.0.1;rport;branch=x, tls:203.0.113.9:5061"
    })
    void responsesGoBackTheWayTheRequestCame(Transport transport, String via, String target) {
        Target peer =
                new Target(
                        transport, Objects.requireNonNull(IpAddress.parse("203.0.113.9")), 40000);
        Flow flow = new Flow(peer, new Endpoint(peer.ip(), 5060), 3);

        ResponsePath path = ResponsePath.of(flow, Via.parse("SIP/2.0/" + transport + " " + via));
        assertThat(path.target()).hasToString(target);
        assertThat(path.connection()).isEqualTo(3);
    }
}
