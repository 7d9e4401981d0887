package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallStatus;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Output;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.web.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The messages of a call over real HTTP. */
class SipTraceApiTest {
    private static final Target PEER =
            new Target(Transport.TCP, Objects.requireNonNull(IpAddress.parse("2001:db8::5")), 5062);

    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(calls);
        http = server.http;
        CallInfo call = FakeCalls.info("c1", CallStatus.RING);
        calls.live.add(call);
        add(call, true, 0, "INVITE sip:bob@example.com SIP/2.0", 1);
        add(call, false, 1_234_500_000L, "SIP/2.0 180 Ringing", 1);
        add(call, false, 1_734_500_000L, "SIP/2.0 180 Ringing", 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void add(CallInfo call, boolean sent, long atNanos, String line, int cseq) {
        String text =
                line
                        + "\r\nVia: SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bK1"
                        + "\r\nFrom: <sip:alice@example.com>;tag=a\r\nTo: <sip:bob@example.com>"
                        + "\r\nCall-ID: x\r\nCSeq: "
                        + cseq
                        + " INVITE\r\nAuthorization: Digest response=\"planted\"\r\n\r\n";
        var message = SipParser.parse(text.getBytes(StandardCharsets.UTF_8));
        call.trace().add(new Output.Trace(new CallHandle(1), sent, message, PEER, atNanos));
    }

    @Test
    void tellsEachMessageWithItsTime() {
        Reply reply = http.get("/api/v1/calls/c1/sip");
        JsonNode json = Json.read(reply.bytes().toArray());

        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(json).hasSize(3);
        JsonNode invite = json.get(0);
        assertThat(invite.get("at").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(invite.get("afterMs").asInt()).isZero();
        assertThat(invite.get("direction").asString()).isEqualTo("sent");
        assertThat(invite.get("peer").asString()).isEqualTo("[2001:db8::5]:5062");
        assertThat(invite.get("transport").asString()).isEqualTo("TCP");
        assertThat(invite.get("summary").asString()).isEqualTo("INVITE sip:bob@example.com");
        assertThat(invite.get("method").asString()).isEqualTo("INVITE");
        assertThat(invite.get("status").isNull()).isTrue();
        assertThat(invite.get("message").asString()).startsWith("INVITE sip:bob@example.com SIP");
        JsonNode ringing = json.get(1);
        assertThat(ringing.get("at").asString()).isEqualTo("2026-01-02T03:04:06.234500Z");
        assertThat(ringing.get("afterMs").asInt()).isEqualTo(1234);
        assertThat(ringing.get("direction").asString()).isEqualTo("received");
        assertThat(ringing.get("status").asInt()).isEqualTo(180);
        assertThat(ringing.get("cseq").asString()).isEqualTo("1 INVITE");
        assertThat(ringing.get("retransmission").asBoolean()).isFalse();
        assertThat(json.get(2).get("retransmission").asBoolean()).isTrue();
        assertThat(reply.body()).doesNotContain("planted");
    }

    @Test
    void drawsALadder() {
        Reply file = http.get("/api/v1/calls/c1/sip.txt");
        Reply asked = http.get("/api/v1/calls/c1/sip", "Accept: text/plain");

        assertThat(file.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(file.body())
                .startsWith("Call c1, SIP Call-ID -, started 2026-01-02T03:04:05Z: RING\n\n")
                .contains("    0.000  |-- INVITE sip:bob@example.com -----")
                .contains("    1.235  |<-----")
                .contains("- 180 Ringing (INVITE) --|\n")
                .doesNotContain("planted");
        assertThat(asked.body()).isEqualTo(file.body());
    }

    @Test
    void theReferencesCallHasTheLastMessageReceived() {
        Reply reply = http.postJson("/rest-api/call/find", "{\"callId\":\"c1\"}");

        assertThat(Json.read(reply.bytes().toArray()).get(0).get("sipMessageRaw").asString())
                .startsWith("SIP/2.0 180 Ringing\r\nVia: ")
                .contains("response=\"***\"");
    }

    @Test
    void anUnknownCallIsAProblem() {
        assertThat(http.get("/api/v1/calls/none/sip").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/calls/none/sip.txt").status()).isEqualTo(404);
    }
}
