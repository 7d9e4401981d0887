package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a call tells of itself, against what its peer has seen. */
@Tag("interop")
class ExplanationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LOGGED =
            Pattern.compile(
                    "message (sent|received) .*\\R(?:\\R)*(?:SIP/2\\.0 (\\d{3}) [^\\r\\n]*|([A-Z]+) sip)");
    private static final Pattern ARROW =
            Pattern.compile(
                    "\\d\\.\\d{3}  \\|(--|<-+) (?:(\\d{3}) [^(]*\\((\\w+)\\)|([A-Z]+) sip)");

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("call.max-duration=2s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theLadderIsWhatThePeerHasSeen() {
        SippScenario scenario =
                SippScenario.invited()
                        .challenge("401 Unauthorized", "WWW-Authenticate")
                        .verified("Authorization", "planted-secret")
                        .ringing()
                        .ok()
                        .expect("ACK")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    "sipp",
                    "sipLogin",
                    "alice",
                    "sipPassword",
                    "planted-secret",
                    "sipDomain",
                    "127.0.0.1:" + callee.port());
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.terminate("c1");
            callee.awaitSuccess();
            JsonNode end = gateway.awaitStatus("c1", "FINISH").get("end");

            String ladder = gateway.get("/api/v1/calls/c1/sip.txt").body();
            assertThat(arrows(ladder)).isEqualTo(logged(callee.messages()));
            assertThat(arrows(ladder))
                    .containsExactly(
                            "> INVITE",
                            "< 401",
                            "> ACK",
                            "> INVITE",
                            "< 180",
                            "< 200",
                            "> ACK",
                            "> BYE",
                            "< 200");
            assertThat(ladder)
                    .contains("udp:127.0.0.1:" + callee.port())
                    .contains("SDP: audio 127.0.0.1:")
                    .contains("PCMA");
            noSecretIn(callee.messages(), ladder);
            messagesAreTold(callee);
            assertThat(end.get("by").asString()).isEqualTo("gateway");
            assertThat(end.get("sentence").asString()).isEqualTo("Ended by a REST request.");
            assertThat(callee.messages())
                    .contains("Reason: Q.850;cause=16;text=\"Normal call clearing\"");
        }
    }

    private static void messagesAreTold(Sipp callee) {
        String body = gateway.get("/api/v1/calls/c1/sip").body();
        JsonNode messages = JSON.readTree(body);
        assertThat(messages).hasSize(9);
        JsonNode answered = messages.get(3);
        assertThat(answered.get("message").asString())
                .contains("Authorization: Digest username=\"alice\", realm=\"trunk\"")
                .contains("response=\"***\"")
                .contains("nc=00000001");
        assertThat(messages.get(5).get("status").asInt()).isEqualTo(200);
        assertThat(messages.get(5).get("afterMs").asInt()).isLessThan(20_000);
        noSecretIn(callee.messages(), body);
    }

    private static void noSecretIn(String logged, String told) {
        Matcher response = Pattern.compile("response=\"([0-9a-f]{32})\"").matcher(logged);
        assertThat(response.find()).isTrue();
        assertThat(told).doesNotContain(response.group(1)).doesNotContain("planted-secret");
    }

    /** As sipp logs them: sent is received by us. */
    private static List<String> logged(String messages) {
        List<String> all = new ArrayList<>();
        Matcher message = LOGGED.matcher(messages);
        while (message.find()) {
            String what = message.group(2) == null ? message.group(3) : message.group(2);
            all.add((message.group(1).equals("sent") ? "< " : "> ") + what);
        }
        return all;
    }

    private static List<String> arrows(String ladder) {
        List<String> all = new ArrayList<>();
        Matcher arrow = ARROW.matcher(ladder);
        while (arrow.find()) {
            String what = arrow.group(2) == null ? arrow.group(4) : arrow.group(2);
            all.add((arrow.group(1).equals("--") ? "> " : "< ") + what);
        }
        return all;
    }

    @Test
    void theLongestCallIsEndedWithAReason() {
        SippScenario scenario = SippScenario.invited().ok().expect("ACK").expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "long", "callee", callee.uri());

            JsonNode call = gateway.awaitStatus("long", "FINISH");
            callee.awaitSuccess();
            assertThat(call.path("reason").asString())
                    .isEqualTo("Ended by call.max-duration, 2 s after the answer.");
            assertThat(callee.messages())
                    .contains(
                            "Reason: Q.850;cause=16;text=\"The call has lasted as long as it may\"");
        }
    }

    @Test
    void theCallsOfANodeAreBounded() throws Exception {
        SippScenario scenario = SippScenario.invited().ringing().expectCancel();
        try (Sipp callee = Sipp.start(scenario);
                TestGateway small =
                        TestGateway.start("call.max=1", "call.allowed-callees=sipp@127.0.0.*")) {
            var other =
                    small.post(
                            "/rest-api/call/startup", "callee", "sip:900@127.0.0.1", "callId", "x");
            assertThat(other.statusCode()).isEqualTo(400);
            assertThat(other.body()).contains("call.allowed-callees").contains("\"callee\"");

            small.call("callId", "one", "callee", callee.uri());
            small.awaitStatus("one", "RING");
            var second = small.post("/rest-api/call/startup", "callee", callee.uri());
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.body()).contains("call.max");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            JsonNode status = JSON.readTree(small.get("/api/v1/status").body());
            assertThat(status.at("/calls/live").asInt()).isEqualTo(1);
            assertThat(status.at("/sip/engine/calls").asInt()).isEqualTo(1);

            small.terminate("one");
            callee.awaitSuccess();
            assertThat(callee.messages())
                    .contains("CANCEL sip:")
                    .contains("Reason: Q.850;cause=16");
        }
    }
}
