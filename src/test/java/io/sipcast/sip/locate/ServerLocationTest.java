package io.sipcast.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLocationTest {
    /** The records of RFC 3263 §4.1 and §4.2, with an address for each host. */
    private final Zone zone =
            new Zone()
                    .naptr("example.com", 50, 50, "SIPS+D2T", "_sips._tcp.example.com")
                    .naptr("example.com", 90, 50, "SIP+D2T", "_sip._tcp.example.com")
                    .naptr("example.com", 100, 50, "SIP+D2U", "_sip._udp.example.com")
                    .srv("_sips._tcp.example.com", 0, 1, 5061, "secure.example.com")
                    .srv("_sip._tcp.example.com", 0, 1, 5060, "server1.example.com")
                    .srv("_sip._tcp.example.com", 1, 2, 5060, "server2.example.com")
                    .srv("_sip._udp.example.com", 0, 1, 5062, "server1.example.com")
                    .host("example.com", "192.0.2.80")
                    .host("secure.example.com", "192.0.2.9")
                    .host("server1.example.com", "192.0.2.1", "2001:db8::1")
                    .host("server2.example.com", "192.0.2.2");

    @Test
    void theFirstNaptrThatWeSpeakTellsTransportPortAndHosts() {
        assertThat(targets("sip:bob@example.com")).containsExactly("tls:192.0.2.9:5061");
        assertThat(zone.asked)
                .containsExactly(
                        "NAPTR example.com", "SRV _sips._tcp.example.com", "A secure.example.com");
    }

    @Test
    void aNaptrWhoseServersAreGoneLeavesItToTheNext() {
        zone.host("secure.example.com");

        assertThat(targets("sip:bob@example.com"))
                .containsExactly(
                        "tcp:192.0.2.1:5060", "tcp:[2001:db8::1]:5060", "tcp:192.0.2.2:5060");
    }

    @Test
    void sipsGoesOverTlsAlone() {
        zone.host("secure.example.com");

        assertThat(targets("sips:bob@example.com")).isEmpty();
        assertThat(zone.asked).doesNotContain("SRV _sip._tcp.example.com");
    }

    @Test
    void sipsFollowsTheNaptrToAnotherName() {
        Zone other =
                new Zone()
                        .naptr("example.org", 1, 1, "sips+d2t", "_sips._tcp.carrier.example")
                        .srv("_sips._tcp.carrier.example", 0, 0, 5091, "c.carrier.example")
                        .host("c.carrier.example", "192.0.2.33");

        assertThat(texts(locate("sips:bob@example.org", other)))
                .containsExactly("tls:192.0.2.33:5091");
    }

    @Test
    void sipsWithoutNaptrAsksForSipsOverTcp() {
        Zone other =
                new Zone()
                        .srv("_sips._tcp.example.org", 0, 0, 5071, "c.example.org")
                        .srv("_sip._tcp.example.org", 0, 0, 5060, "plain.example.org")
                        .host("plain.example.org", "192.0.2.34")
                        .host("c.example.org", "192.0.2.33");

        assertThat(texts(locate("sips:bob@example.org", other)))
                .containsExactly("tls:192.0.2.33:5071");
    }

    @Test
    void anExplicitTransportNeedsNoNaptr() {
        assertThat(targets("sip:bob@example.com;transport=udp"))
                .containsExactly("udp:192.0.2.1:5062", "udp:[2001:db8::1]:5062");
        assertThat(zone.asked).noneMatch(question -> question.startsWith("NAPTR"));
    }

    @Test
    void anExplicitPortNeedsNoSrv() {
        assertThat(targets("sip:bob@example.com:5080")).containsExactly("udp:192.0.2.80:5080");
        assertThat(targets("sips:bob@example.com:5081")).containsExactly("tls:192.0.2.80:5081");
        assertThat(targets("sip:bob@example.com:5080;transport=tcp"))
                .containsExactly("tcp:192.0.2.80:5080");
        assertThat(zone.asked).allMatch(question -> question.equals("A example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.7, udp:192.0.2.7:5060",
        "sip:bob@192.0.2.7:5070;transport=tcp, tcp:192.0.2.7:5070",
        "sips:bob@192.0.2.7, tls:192.0.2.7:5061",
        "sip:bob@[2001:db8::7], udp:[2001:db8::7]:5060",
        "sip:bob@example.com;maddr=192.0.2.8, udp:192.0.2.8:5060"
    })
    void anAddressNeedsNoLookUp(String uri, String target) {
        assertThat(targets(uri)).containsExactly(target);
        assertThat(zone.asked).isEmpty();
    }

    @Test
    void withoutNaptrTheTransportsThatWeSpeakAreAskedFor() {
        Zone other =
                new Zone()
                        .srv("_sip._tcp.example.org", 0, 0, 5064, "t.example.org")
                        .srv("_sip._udp.example.org", 0, 0, 5063, "u.example.org")
                        .host("t.example.org", "192.0.2.41")
                        .host("u.example.org", "192.0.2.42")
                        .host("example.org", "192.0.2.43");

        assertThat(texts(locate("sip:bob@example.org", other)))
                .containsExactly("udp:192.0.2.42:5063", "tcp:192.0.2.41:5064");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.org, udp:192.0.2.43:5060",
        "sip:bob@example.org;transport=tcp, tcp:192.0.2.43:5060",
        "sips:bob@example.org, tls:192.0.2.43:5061",
        "sip:bob@example.org;transport=tls, tls:192.0.2.43:5061"
    })
    void withoutAnyRecordItsAddressesAreMeant(String uri, String target) {
        Zone other = new Zone().host("example.org", "192.0.2.43");

        assertThat(texts(locate(uri, other))).containsExactly(target);
    }

    @Test
    void aDotMeansThatItIsNotOffered() {
        Zone other =
                new Zone()
                        .srv("_sip._udp.example.org", 0, 0, 0, "")
                        .host("example.org", "192.0.2.43");

        Located located = locate("sip:bob@example.org;transport=udp", other);

        assertThat(located.servers()).isEmpty();
        assertThat(located.troubles())
                .containsExactly("The domain example.org says in DNS that it has no SIP over UDP.");
    }

    @Test
    void saysWhichHostIsUnknownAndWhose() {
        Zone other = new Zone().srv("_sip._udp.example.org", 0, 0, 5060, "gone.example.net");

        assertThat(locate("sip:bob@example.org;transport=udp", other).troubles())
                .containsExactly(
                        "The host gone.example.net, a server of example.org, is unknown: it is"
                                + " not in the zone.");
        assertThat(locate("sip:bob@nowhere.example", other).troubles())
                .containsExactly("The host nowhere.example is unknown: it is not in the zone.");
    }

    @Test
    void oneServerIsNotNamedTwice() {
        Zone other =
                new Zone()
                        .srv("_sip._udp.example.org", 0, 0, 5060, "a.example.org")
                        .srv("_sip._udp.example.org", 1, 0, 5060, "a.example.org")
                        .host("a.example.org", "192.0.2.1");

        assertThat(texts(locate("sip:bob@example.org;transport=udp", other))).hasSize(1);
    }

    @Test
    void whoeverWritesAThousandRecordsIsNotFollowedForLong() {
        Zone hostile = new Zone();
        for (int i = 0; i < 1000; i++) {
            String domain = "d" + i + ".example";
            hostile.naptr("evil.example", i, i, "SIP+D2U", "_sip._udp." + domain);
            for (int j = 0; j < 100; j++) {
                hostile.srv("_sip._udp." + domain, j, 1, 5060, "h" + i + "-" + j + ".example");
            }
        }

        assertThat(locate("sip:bob@evil.example", hostile).servers()).isEmpty();
        assertThat(hostile.asked).hasSizeLessThan(300);
    }

    @Test
    void naptrOfOtherKindsIsPassedOver() {
        Zone other =
                new Zone()
                        .naptr("example.org", 1, 1, "SIP+D2S", "_sip._sctp.example.org")
                        .naptr("example.org", 1, 2, "E2U+sip", "x.example.org")
                        .naptr("example.org", 2, 1, "SIP+D2U", "")
                        .srv("_sip._tcp.example.org", 0, 0, 5064, "t.example.org")
                        .host("t.example.org", "192.0.2.41");

        assertThat(texts(locate("sip:bob@example.org", other)))
                .containsExactly("tcp:192.0.2.41:5064");
    }

    private List<String> targets(String uri) {
        return texts(locate(uri, zone));
    }

    private static Located locate(String uri, Zone zone) {
        NextHop hop = Objects.requireNonNull(NextHop.of(Uri.parse(uri)));
        return ServerLocation.locate(hop, zone, new SplittableRandom(1));
    }

    private static List<String> texts(Located located) {
        return located.servers().stream().map(server -> server.target().toString()).toList();
    }
}
