package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallStatus;
import io.sipcast.web.Http.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A call that came in is shown like any other, and says so. */
class IncomingListingTest {
    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(calls);
        http = server.http;
        calls.live.add(FakeCalls.incoming("in"));
        calls.live.add(FakeCalls.info("out", CallStatus.ESTABLISHED));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theReferencesInterfaceTellsItFromOurs() {
        JsonNode all = json(http.get("/rest-api/call/find_all"));
        JsonNode call = all.get(0);

        assertThat(call.get("incoming").asBoolean()).isTrue();
        assertThat(call.get("caller").asString()).isEqualTo("sip:bob@example.net");
        assertThat(call.get("callee").asString()).isEqualTo("sip:studio@example.com");
        assertThat(call.get("sipStatus").asInt()).isEqualTo(200);
        assertThat(call.get("status").asString()).isEqualTo("ESTABLISHED");
        assertThat(call.get("rtmpStreamStatus").asString()).isEqualTo("PUBLISHING");
        assertThat(all.get(1).get("incoming").asBoolean()).isFalse();
    }

    @Test
    void isFoundByTheCalledUserAndTerminated() {
        Reply found = http.postJson("/rest-api/call/find", "{\"callee\":\"studio\"}");
        assertThat(json(found).get(0).get("callId").asString()).isEqualTo("in");

        assertThat(http.postJson("/rest-api/call/terminate", "{\"callId\":\"in\"}").status())
                .isEqualTo(200);
        assertThat(calls.terminated).containsExactly("in");
    }

    @Test
    void oursTellsItsSourceAndAllItsTargetsWithoutTheirKeys() {
        Reply reply = http.get("/api/v1/calls/in");
        JsonNode call = json(reply);

        assertThat(call.at("/incoming").asBoolean()).isTrue();
        assertThat(call.at("/sip/source").asString()).isEqualTo("udp:192.0.2.7:5060");
        assertThat(call.at("/sip/callId").asString()).isEqualTo("sip-call-id");
        assertThat(call.at("/targets")).hasSize(2);
        assertThat(call.at("/targets/0/url").asString()).isEqualTo("rtmp://192.168.1.1/live/...");
        assertThat(call.at("/targets/0/status").asString()).isEqualTo("PUBLISHING");
        assertThat(call.at("/targets/1/url").asString())
                .isEqualTo("rtmps://a.example.org/live2/...");
        assertThat(call.at("/targets/1/status").asString()).isEqualTo("PENDING");
        assertThat(call.at("/targets/1/retries").asInt()).isEqualTo(3);
        assertThat(call.at("/targets/1/reason").asString()).isEqualTo("refused");
        assertThat(reply.body()).doesNotContain("the-key").doesNotContain("token");
        assertThat(json(http.get("/api/v1/calls/out")).at("/incoming").asBoolean()).isFalse();
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
