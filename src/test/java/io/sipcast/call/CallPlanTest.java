package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.live.StreamName;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.message.Header;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallPlanTest {
    /** Field by field, as JSON would bring them. */
    private final Map<String, String> fields =
            new HashMap<>(Map.of("callee", "10000", "sipDomain", "pbx.example"));

    private final Map<String, String> inviteParameters = new HashMap<>();

    @Test
    void aUserIsCalledAtTheDomain() throws Exception {
        CallPlan plan = plan();

        assertThat(plan.callee().print()).isEqualTo("sip:10000@pbx.example");
        assertThat(plan.server()).isEqualTo(new NextHop("pbx.example", 0, null));
        assertThat(plan.stream()).isEqualTo(StreamName.ofCall("made"));
        assertThat(plan.callId()).isEqualTo("made");
    }

    @ParameterizedTest
    @CsvSource({
        // domain, proxy, port, expected callee, expected server
        "pbx.example, , 5070, sip:1@pbx.example:5070, pbx.example:5070",
        "pbx.example, , 5060, sip:1@pbx.example, pbx.example:5060",
        "pbx.example, proxy.example, , sip:1@pbx.example, proxy.example:0",
        "pbx.example, proxy.example, 5070, sip:1@pbx.example, proxy.example:5070",
        "pbx.example, proxy.example:5080, 5070, sip:1@pbx.example, proxy.example:5080",
        "127.0.0.1:15060, 127.0.0.1:15060, , sip:1@127.0.0.1:15060, 127.0.0.1:15060",
        "[2001:db8::1], , , sip:1@[2001:db8::1], 2001:db8::1:0",
    })
    void findsTheServer(
            String domain,
            @Nullable String proxy,
            @Nullable String port,
            String callee,
            String server)
            throws Exception {
        fields.put("callee", "1");
        fields.put("sipDomain", domain);
        give("sipOutboundProxy", proxy);
        give("sipPort", port);

        CallPlan plan = plan();

        assertThat(plan.callee().print()).isEqualTo(callee);
        NextHop hop = Objects.requireNonNull(plan.server());
        assertThat(hop.host() + ":" + hop.port()).isEqualTo(server);
    }

    @ParameterizedTest
    @CsvSource({
        // proxy, callee, expected server
        "proxy.example;transport=tcp, 1, proxy.example:0 TCP",
        "proxy.example:5080;transport=TLS, 1, proxy.example:5080 TLS",
        "sip:proxy.example;transport=tls;lr, 1, proxy.example:0 TLS",
        "sips:proxy.example, 1, proxy.example:0 TLS",
        "SIP:[2001:db8::1]:5070;transport=udp, 1, 2001:db8::1:5070 UDP",
        "proxy.example, sip:1@pbx.example;transport=tcp, proxy.example:0 TCP",
        "proxy.example;transport=udp, sip:1@pbx.example;transport=tcp, proxy.example:0 UDP",
        "proxy.example, sips:1@pbx.example, proxy.example:0 TLS",
        "sips:proxy.example, sips:1@pbx.example, proxy.example:0 TLS",
        "'', sip:1@pbx.example;transport=tcp, pbx.example:0 TCP",
    })
    void theProxySaysHowItIsReachedElseTheCallee(String proxy, String callee, String server)
            throws Exception {
        fields.put("callee", callee);
        fields.put("sipOutboundProxy", proxy);

        NextHop hop = Objects.requireNonNull(plan().server());
        assertThat(hop.host() + ":" + hop.port() + " " + hop.transport()).isEqualTo(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@proxy.example",
                "proxy.example;transport=sctp",
                "proxy.example;maddr=192.0.2.1",
                "sips:proxy.example;transport=udp",
                "proxy.example?Subject=x",
                "http://proxy.example"
            })
    void aProxyIsAPlaceAndNothingElse(String proxy) {
        fields.put("sipOutboundProxy", proxy);
        refused("sipOutboundProxy");
    }

    @Test
    void aSipsCalleeIsNotSentInClear() {
        fields.put("callee", "sips:1@pbx.example");
        fields.put("sipOutboundProxy", "proxy.example;transport=tcp");
        refused("sipOutboundProxy");
    }

    @Test
    void keysForAfterTheAnswerAreUnderstood() throws Exception {
        assertThat(plan().dtmf()).isNull();
        fields.put("dtmf", " ");
        assertThat(plan().dtmf()).isNull();
        fields.put("dtmf", "w47#");
        assertThat(plan().dtmf()).isEqualTo(new Dtmf("W47#", DtmfType.RFC2833));
        fields.put("dtmf", "4711x");
        refused("dtmf");
    }

    @Test
    void aWholeUriNeedsNoDomain() throws Exception {
        fields.remove("sipDomain");
        fields.put("callee", "sip:bob@192.0.2.1:5070;transport=tcp");

        CallPlan plan = plan();

        assertThat(plan.server()).isNull();
        assertThat(NextHop.of(plan.callee()))
                .isEqualTo(new NextHop("192.0.2.1", 5070, Transport.TCP));
        assertThat(plan.account("198.51.100.7").uri().print())
                .isEqualTo("sip:sipcast@198.51.100.7");
    }

    @Test
    void theAccountHasItsOwnNameForDigest() throws Exception {
        fields.putAll(
                Map.of("sipLogin", "alice", "sipAuthenticationName", "al", "sipPassword", "pw"));

        assertThat(plan().account("198.51.100.7"))
                .satisfies(account -> {
                    assertThat(account.user()).isEqualTo("alice");
                    assertThat(account.authUser()).isEqualTo("al");
                    assertThat(account.domain()).isEqualTo("pbx.example");
                })
                .hasToString("account sip:alice@pbx.example");
    }

    @Test
    void knowsWhereTheStreamGoes() throws Exception {
        fields.put("toStream", "show");
        fields.put("rtmpUrl", "rtmp://media.example/live/");
        fields.put("rtmpStream", "key");

        CallPlan plan = plan();

        assertThat(plan.stream()).isEqualTo(StreamName.ofCall("show"));
        RtmpUrl target = Objects.requireNonNull(plan.target());
        assertThat(target.tcUrl()).isEqualTo("rtmp://media.example/live");
        assertThat(target.stream()).isEqualTo("key");
    }

    @Test
    void passesOnTheHeadersThatAreAllowed() throws Exception {
        inviteParameters.put("X-Room", "7");
        inviteParameters.put("Subject", "show");

        assertThat(plan().headers())
                .containsExactlyInAnyOrder(
                        new Header("X-Room", "7"), new Header("Subject", "show"));
    }

    @ParameterizedTest
    @CsvSource({
        "callee, ''",
        "callee, sips:bob@pbx.example;transport=udp",
        "callee, sip:bob@pbx.example;transport=sctp",
        "callee, sip:",
        "sipDomain, two words",
        "sipDomain, http://pbx.example",
        "sipOutboundProxy, proxy:99999",
        "sipPort, 0",
        "sipPort, 65536",
        "rtmpUrl, http://media.example/live",
        "rtmpUrl, rtmp:///live",
    })
    void namesTheFieldThatIsUnusable(String field, String value) {
        fields.put("rtmpStream", "name");
        fields.putIfAbsent("rtmpUrl", "rtmp://media.example/live");
        fields.put(field, value);

        refused(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "callId",
                "callee",
                "toStream",
                "rtmpUrl",
                "rtmpStream",
                "sipLogin",
                "sipAuthenticationName",
                "sipPassword",
                "sipDomain",
                "sipOutboundProxy",
                "appKey",
                "visibleName"
            })
    void noFieldMayBringALineOfItsOwn(String field) {
        fields.put("rtmpUrl", "rtmp://media.example/live");
        fields.put("rtmpStream", "name");
        String before = fields.getOrDefault(field, "x");
        for (String end : new String[] {"\r\nX-Evil: 1", "\nEvil", "\u0000x"}) {
            fields.put(field, before + end);
            assertThatExceptionOfType(CallRefused.class)
                    .isThrownBy(this::plan)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(CallRefused.Reason.BAD_FIELD));
        }
    }

    @Test
    void aHeaderOfOursCannotBeReplaced() {
        inviteParameters.put("Contact", "<sip:me@evil.example>");
        refused("inviteParameters");
    }

    @Test
    void aHeaderCannotBringALineOfItsOwn() {
        inviteParameters.put("X-Room", "7\r\nContact: <sip:me@evil.example>");
        refused("inviteParameters");
    }

    @Test
    void aUserWithoutADomainCannotBeCalled() {
        fields.remove("sipDomain");
        refused("sipDomain");
    }

    @Test
    void halfATargetIsNone() {
        fields.put("rtmpUrl", "rtmp://media.example/live");
        refused("rtmpStream");
        fields.remove("rtmpUrl");
        fields.put("rtmpStream", "name");
        refused("rtmpUrl");
    }

    @Test
    void registeringNeedsAnAccount() {
        fields.put("register", "true");
        refused("sipLogin");
    }

    @Test
    void aCallWithoutAnyTrackIsNone() {
        fields.put("audio", "false");
        refused("hasAudio");
    }

    private void refused(String field) {
        assertThatExceptionOfType(CallRefused.class)
                .isThrownBy(this::plan)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(CallRefused.Reason.BAD_FIELD));
    }

    private void give(String field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value);
        }
    }

    private CallPlan plan() throws CallRefused {
        String port = fields.get("sipPort");
        var request =
                new CallRequest(
                        fields.get("callId"),
                        fields.getOrDefault("callee", ""),
                        fields.get("toStream"),
                        fields.get("rtmpUrl"),
                        fields.get("rtmpStream"),
                        !"false".equals(fields.get("audio")),
                        false,
                        fields.get("sipLogin"),
                        fields.get("sipAuthenticationName"),
                        fields.get("sipPassword"),
                        fields.get("sipDomain"),
                        fields.get("sipOutboundProxy"),
                        port == null ? null : Integer.valueOf(port),
                        fields.get("appKey"),
                        "true".equals(fields.get("register")),
                        fields.get("visibleName"),
                        inviteParameters,
                        null,
                        fields.get("dtmf"));
        return CallPlan.of(request, "made", Set.of("subject"));
    }
}
