package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.call.CallStatus;
import io.sipcast.web.Http.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Our own interface over real HTTP. */
class V1ApiTest {
    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(calls);
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsLiveAndEndedCalls() {
        assertThat(http.get("/api/v1/calls").body()).isEqualTo("{\"live\":[],\"ended\":[]}");
        calls.live.add(FakeCalls.info("a", CallStatus.RING));
        calls.ended.add(FakeCalls.info("b", CallStatus.BUSY));

        JsonNode json = json(http.get("/api/v1/calls"));

        assertThat(json.at("/live/0/callId").asString()).isEqualTo("a");
        assertThat(json.at("/live/0/reason").isNull()).isTrue();
        assertThat(json.at("/ended/0/callId").asString()).isEqualTo("b");
        assertThat(json.at("/ended/0/reason").asString())
                .isEqualTo("The callee is busy (SIP 486).");
    }

    @Test
    void tellsEverythingOfOneCall() {
        calls.live.add(FakeCalls.info("a/b c", CallStatus.RING, "rtmp://h/live", "s"));

        Reply reply = http.get("/api/v1/calls/a%2Fb%20c");
        JsonNode json = json(reply);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json.at("/media/audio/stages/0/stage").asString()).isEqualTo("jitter");
        assertThat(json.at("/media/audio/stages/0/dropped").asInt()).isEqualTo(1);
        assertThat(json.at("/rtmp/url").asString()).isEqualTo("rtmp://h/live");
        assertThat(json.at("/rtmp/stream").asString()).isEqualTo("s");
        assertThat(json.at("/rtmp/retries").asInt()).isEqualTo(2);
        assertThat(json.at("/rtmp/reason").asString()).isEqualTo("refused");
        assertThat(json.at("/started").asString()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void tellsWhoHoldsACallAndWhichKeysWerePressed() {
        calls.live.add(FakeCalls.info("held", CallStatus.HOLD));
        calls.live.add(FakeCalls.info("up", CallStatus.ESTABLISHED));
        JsonNode held = json(http.get("/api/v1/calls/held"));

        assertThat(held.at("/hold/by").asString()).isEqualTo("callee");
        assertThat(held.at("/hold/since").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(held.at("/hold/music").asBoolean()).isTrue();
        assertThat(held.at("/dtmf/0").properties()).hasSize(4);
        assertThat(held.at("/dtmf/0/digit").asString()).isEqualTo("#");
        assertThat(held.at("/dtmf/0/at").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(held.at("/dtmf/0/durationMs").asInt()).isEqualTo(160);
        assertThat(held.at("/dtmf/0/by").asString()).isEqualTo("RFC4733");
        assertThat(json(http.get("/api/v1/calls/up")).get("hold").isNull()).isTrue();
    }

    @Test
    void tellsWhoEndedACallAndWhy() {
        calls.live.add(FakeCalls.info("a", CallStatus.RING));
        calls.ended.add(FakeCalls.info("b", CallStatus.FAILED));

        assertThat(json(http.get("/api/v1/calls/a")).get("end").isNull()).isTrue();
        JsonNode end = json(http.get("/api/v1/calls/b")).get("end");
        assertThat(end.get("by").asString()).isEqualTo("server");
        assertThat(end.get("sentence").asString())
                .isEqualTo(
                        "The callee is unknown to the SIP server (SIP 404 Not Found;"
                                + " Q.850 1, unallocated number).");
        assertThat(end.get("sipStatus").asInt()).isEqualTo(404);
        assertThat(end.get("sipReason").asString()).isEqualTo("Not Found");
        assertThat(end.get("q850").asInt()).isEqualTo(1);
        assertThat(end.get("detail").asString()).isEqualTo("Q.850 1, unallocated number");
    }

    @Test
    void aProblemIsAsRfc9457HasIt() {
        Reply reply = http.get("/api/v1/calls/none");
        JsonNode json = json(reply);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(json.get("title").asString()).isEqualTo("Not Found");
        assertThat(json.get("status").asInt()).isEqualTo(404);
        assertThat(json.get("detail").asString()).contains("no call");
        assertThat(json.get("instance").asString()).isEqualTo("/api/v1/calls/none");
    }

    @Test
    void aPullAnswersTheNameOfTheStream() {
        Reply reply = http.postJson("/api/v1/pulls", "{\"url\":\"rtmp://h/app/s\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"stream\":\"pull/1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            textBlock =
                    """
                    {}                             ; missing
                    {"url":"http://h/app/s"}       ; rtmp://
                    {"url":"rtmp://169.254.1.1/a"} ; net.allowed-targets
                    {"url":"rtmp://h/a\\r\\n"}     ; line break
                    """)
    void aPullThatCannotBeNamesTheUrl(String body, String why) {
        Reply reply = http.postJson("/api/v1/pulls", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("field").asString()).isEqualTo("url");
        assertThat(json(reply).get("detail").asString()).contains(why);
    }

    @Test
    void tellsHowTheNodeIsDoing() {
        calls.live.add(FakeCalls.info("a", CallStatus.RING));

        JsonNode json = json(http.get("/api/v1/status"));

        assertThat(json.at("/calls/live").asInt()).isEqualTo(1);
        assertThat(json.at("/calls/ended").asInt()).isZero();
        assertThat(json.at("/sip/refused").asInt()).isEqualTo(7);
    }

    @Test
    void isHealthy() {
        assertThat(http.get("/health").body()).isEqualTo("{\"status\":\"UP\",\"ready\":true}");
        assertThat(http.get("/health/ready").body()).isEqualTo("{\"status\":\"READY\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404",
        "GET, /nothing, 404",
        "GET, /../etc/passwd, 404",
        "GET, /%zz, 400",
        "POST, /api/v1/calls, 405",
        "DELETE, /health, 405"
    })
    void whatIsNotThereIsAProblemToo(String method, String path, int status) {
        Reply reply = http.exchange(method, path, "");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).get("status").asInt()).isEqualTo(status);
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
