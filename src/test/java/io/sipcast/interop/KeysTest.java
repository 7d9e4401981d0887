package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys both ways: baresip is the witness for RFC 4733, sipp for the letter of SIP INFO. */
@Tag("interop")
class KeysTest {
    private static final String ALL = "159*0#2D";
    private static final Pattern EVENT = Pattern.compile("received event: '(.)' \\(end=(\\d)\\)");
    private static final Pattern INFO =
            Pattern.compile("received DTMF: '(.)' \\(duration=(\\d+)\\)");
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void baresipHearsEveryKeyOnceAndInOrder() {
        try (Baresip bob = bob()) {
            gateway.call("callId", "rtp", "callee", bob.uri(), "dtmf", "w4#");
            gateway.awaitStatus("rtp", "ESTABLISHED");
            press("rtp", ALL, "RFC2833");
            press("rtp", "77", "");

            String expected = "4#" + ALL + "77";
            awaitKeys(bob, EVENT, 2 * expected.length());
            StringBuilder begun = new StringBuilder();
            StringBuilder ended = new StringBuilder();
            for (Matcher key = EVENT.matcher(bob.output()); key.find(); ) {
                (key.group(2).equals("0") ? begun : ended).append(key.group(1));
            }
            assertThat(begun).hasToString(expected);
            assertThat(ended).hasToString(expected);
            gateway.terminate("rtp");
        }
    }

    @Test
    void baresipHearsThemByInfo() {
        try (Baresip bob = bob()) {
            gateway.call("callId", "info", "callee", bob.uri());
            gateway.awaitStatus("info", "ESTABLISHED");
            press("info", ALL, "INFO_RELAY");

            awaitKeys(bob, INFO, ALL.length());
            assertThat(INFO.matcher(bob.output()).results().map(one -> one.group(1)))
                    .containsExactly("1", "5", "9", "*", "0", "#", "2", "D");
            assertThat(INFO.matcher(bob.output()).results().map(one -> one.group(2)))
                    .containsOnly("160");
            gateway.terminate("info");
        }
    }

    @Test
    void itsOwnKeysAreShown() {
        try (Baresip bob = bob()) {
            gateway.call("callId", "heard", "callee", bob.uri());
            gateway.awaitStatus("heard", "ESTABLISHED");
            bob.press("1");
            gateway.awaitDetails("heard", call -> call.path("dtmf").size() == 1);
            bob.press("#");

            JsonNode keys =
                    gateway.awaitDetails("heard", call -> call.path("dtmf").size() == 2)
                            .path("dtmf");
            assertThat(keys.at("/0/digit").asString()).isEqualTo("1");
            assertThat(keys.at("/1/digit").asString()).isEqualTo("#");
            assertThat(keys.at("/0/by").asString()).isEqualTo("RFC4733");
            assertThat(keys.at("/0/durationMs").asInt()).isBetween(20, 400);
            gateway.terminate("heard");
        }
    }

    @Test
    void whoNamesNoTelephoneEventGetsInfoAndTheOtherTypeWhereItWantsThat() {
        SippScenario scenario =
                SippScenario.invited()
                        .withoutKeys()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .expectInfo("application/dtmf-relay", "Signal=7.*Duration=160", "200 OK")
                        .expectInfo("application/dtmf", "^[*]$", "200 OK")
                        .expectInfo(
                                "application/dtmf-relay", "Signal=A", "415 Unsupported Media Type")
                        .expectInfo("application/dtmf", "^A$", "200 OK")
                        .expectInfo("application/dtmf", "^9$", "200 OK")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "letter", "callee", callee.uri(), "dtmf", "7");
            press("letter", "*", "INFO"); // not answered yet, perhaps: it waits
            press("letter", "A9", "RFC2833");
            await().atMost(Duration.ofSeconds(20)).until(() -> callee.messages().contains("\n9"));
            gateway.terminate("letter");
            callee.awaitSuccess();
        }
    }

    @Test
    void infoOfTheCalleeIsShown() {
        SippScenario scenario =
                SippScenario.invited()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .info(2, "application/dtmf-relay", "Signal=5\nDuration=250\n")
                        .info(3, "application/dtmf", "#")
                        .info(4, "application/dtmf-relay", "Signal=none\n")
                        .info(5, "text/plain", "8")
                        .info(6, "application/dtmf", "11")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "shown", "callee", callee.uri());
            JsonNode call = gateway.awaitDetails("shown", one -> one.path("dtmf").size() == 3);
            assertThat(call.at("/dtmf/0/digit").asString()).isEqualTo("5");
            assertThat(call.at("/dtmf/0/durationMs").asInt()).isEqualTo(250);
            assertThat(call.at("/dtmf/0/by").asString()).isEqualTo("INFO");
            assertThat(call.at("/dtmf/1/digit").asString()).isEqualTo("#");
            assertThat(call.at("/dtmf/2/digit").asString()).isEqualTo("#");
            gateway.terminate("shown");
            callee.awaitSuccess();
        }
    }

    @Test
    void keysForNobodyAreNotFound() {
        assertThat(gateway.post("/rest-api/call/send_dtmf", "callId", "none", "dtmf", "1"))
                .extracting(answer -> answer.statusCode())
                .isEqualTo(404);
    }

    private static Baresip bob() {
        return Baresip.start(new Baresip.Settings("bob", "", false, ""));
    }

    private static void press(String id, String keys, String type) {
        var answer =
                gateway.post("/rest-api/call/send_dtmf", "callId", id, "dtmf", keys, "type", type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    private static void awaitKeys(Baresip bob, Pattern pattern, int count) {
        await().atMost(Duration.ofSeconds(20))
                .alias("keys that baresip heard")
                .until(() -> pattern.matcher(bob.output()).results().count() >= count);
    }
}
