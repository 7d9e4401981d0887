package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.Beeps;
import io.sipcast.peer.Recording;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A callee that does to the letter what its scenario says, and complains of anything else. */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class SippTest {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"?([^\",]*)");
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"u1, udp", "t1, tcp"})
    void itsBeepsAreHeardUntilWeHangUp(String mode, String transport) {
        String id = "plain-" + transport;
        SippScenario scenario = answered().beeps(TestMedia.beepsAlaw()).expectBye();
        try (Sipp callee = Sipp.start(scenario, mode)) {
            gateway.call("callId", id, "callee", callee.uri() + ";transport=" + transport);
            gateway.awaitStatus(id, "ESTABLISHED");

            beepsEachSecond(id);
            gateway.terminate(id);
            callee.awaitSuccess();
            assertThat(gateway.awaitStatus(id, "FINISH").path("reason").asString())
                    .isEqualTo("Ended by a REST request.");
        }
    }

    @Test
    void theCalleeHangsUp() {
        try (Sipp callee = Sipp.start(answered().pause(1).bye())) {
            gateway.call("callId", "bye", "callee", callee.uri());

            JsonNode call = gateway.awaitStatus("bye", "FINISH");
            assertThat(call.path("reason").asString()).startsWith("The callee hung up");
            assertThat(call.path("answered").asString("")).isNotEmpty();
            callee.awaitSuccess();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, WWW-Authenticate, Authorization",
        "407 Proxy Authentication Required, Proxy-Authenticate, Proxy-Authorization"
    })
    void aChallengeIsAnswered(String status, String challenge, String answer) throws Exception {
        String id = "right-" + answer;
        SippScenario scenario =
                SippScenario.invited()
                        .challenge(status, challenge)
                        .verified(answer, "secret")
                        .ok()
                        .expect("ACK")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            callAsAlice(id, callee, "secret");
            gateway.awaitStatus(id, "ESTABLISHED");
            gateway.terminate(id);
            callee.awaitSuccess();
            assertThat(callee.messages()).doesNotContain("403 Forbidden");
            isResponseFor("secret", credentials(callee.messages(), answer));
        }
    }

    @Test
    void aWrongPasswordIsForbidden() {
        SippScenario scenario =
                SippScenario.invited()
                        .challenge("401 Unauthorized", "WWW-Authenticate")
                        .verified("Authorization", "secret");
        try (Sipp callee = Sipp.start(scenario)) {
            callAsAlice("wrong-401", callee, "mistyped-password");

            JsonNode call = gateway.awaitStatus("wrong-401", "FAILED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(403);
            assertThat(call.path("reason").asString()).contains("SIP 403").endsWith(".");
            nowhere("mistyped-password", "wrong-401");
        }
    }

    @Test
    void aWrongPasswordIsChallengedAgain() {
        String status = "407 Proxy Authentication Required";
        SippScenario scenario =
                SippScenario.invited()
                        .challenge(status, "Proxy-Authenticate")
                        .invite()
                        .challenge(status, "Proxy-Authenticate");
        try (Sipp callee = Sipp.start(scenario)) {
            callAsAlice("wrong-407", callee, "mistyped-password");

            JsonNode call = gateway.awaitStatus("wrong-407", "FAILED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(407);
            assertThat(call.path("reason").asString())
                    .startsWith("The SIP server refused the account: ")
                    .endsWith("(SIP 407).");
            nowhere("mistyped-password", "wrong-407");
            callee.awaitSuccess();
        }
    }

    @Test
    void earlyMediaIsShown() {
        SippScenario scenario =
                SippScenario.invited()
                        .trying()
                        .earlyMedia()
                        .pause(5)
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "early", "callee", callee.uri());
            gateway.awaitStatus("early", "RING_MEDIA");
            gateway.awaitStatus("early", "ESTABLISHED");

            beepsEachSecond("early");
            gateway.terminate("early");
            callee.awaitSuccess();
        }
    }

    @Test
    void soundGoesOnAcrossAHold() {
        SippScenario scenario =
                answered()
                        .beeps(TestMedia.beepsAlaw())
                        .pause(3)
                        .reInvite(10, "sendonly", "recvonly")
                        .pauseBeeps()
                        .pause(2)
                        .reInvite(11, "sendrecv", "sendrecv")
                        .resumeBeeps()
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "hold", "callee", callee.uri());
            gateway.awaitStatus("hold", "ESTABLISHED");
            CompletableFuture<Recording> recorded =
                    gateway.recordMeanwhile(gateway.rtmp("hold"), Duration.ofSeconds(8));
            gateway.awaitStatus("hold", "HOLD");
            gateway.awaitStatus("hold", "ESTABLISHED");

            Recording recording = recorded.join();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.complaints()).isEmpty();
            double last = recording.packetTimes("a").getLast();
            assertThat(recording.beeps()).anyMatch(at -> at < 2).anyMatch(at -> at > last - 2);
            gateway.terminate("hold");
            callee.awaitSuccess();
        }
    }

    @Test
    void itIsBusy() {
        JsonNode call = refused("486 Busy Here", "BUSY");
        assertThat(call.path("sipStatus").asInt()).isEqualTo(486);
        assertThat(call.path("reason").asString()).isEqualTo("The callee is busy (SIP 486).");
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, The callee is unknown to the SIP server (SIP 404 Not Found).",
        "503 Service Unavailable,"
                + " The SIP server is not available (SIP 503 Service Unavailable)."
    })
    void itRefuses(String status, String sentence) {
        JsonNode call = refused(status, "FAILED");
        assertThat(status).startsWith(call.path("sipStatus").asString());
        assertThat(call.path("reason").asString()).isEqualTo(sentence);
    }

    @Test
    void weCancelWhileItRings() {
        try (Sipp callee = Sipp.start(ringing().expectCancel())) {
            gateway.call("callId", "cancel", "callee", callee.uri());
            gateway.awaitStatus("cancel", "RING");
            gateway.terminate("cancel");
            gateway.awaitStatus("cancel", "FINISH");
            callee.awaitSuccess();
        }
    }

    @Test
    void itRingsForTooLong() throws Exception {
        try (Sipp callee = Sipp.start(ringing().expectCancel());
                TestGateway impatient = TestGateway.start("call.ring-timeout=2s")) {
            impatient.call("callId", "ring", "callee", callee.uri());

            assertThat(impatient.awaitStatus("ring", "FAILED").path("reason").asString())
                    .isEqualTo("Nobody answered within 2 s.");
            callee.awaitSuccess();
        }
    }

    private static SippScenario ringing() {
        return SippScenario.invited().trying().ringing();
    }

    private static SippScenario answered() {
        return ringing().pause(1).ok().expect("ACK");
    }

    private static void callAsAlice(String id, Sipp callee, String password) {
        gateway.call(
                "callId",
                id,
                "callee",
                "sipp",
                "sipLogin",
                "alice",
                "sipPassword",
                password,
                "sipDomain",
                "127.0.0.1:" + callee.port());
    }

    private static Map<String, String> credentials(String messages, String header) {
        String line =
                messages.lines()
                        .filter(one -> one.startsWith(header + ": Digest "))
                        .findFirst()
                        .orElseThrow();
        return PARAMETER
                .matcher(line)
                .results()
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
    }

    /** RFC 7616 §3.4.1 with qop "auth", worked out apart from the gateway's code. */
    private static void isResponseFor(String password, Map<String, String> credentials)
            throws NoSuchAlgorithmException {
        String response =
                String.join(
                        ":",
                        md5("alice:trunk:" + password),
                        credentials.get("nonce"),
                        credentials.get("nc"),
                        credentials.get("cnonce"),
                        credentials.get("qop"),
                        md5("INVITE:" + credentials.get("uri")));
        assertThat(credentials).containsEntry("response", md5(response));
        assertThat(credentials).containsEntry("nc", "00000001");
    }

    private static String md5(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /** The call that was answered so, after it. */
    private static JsonNode refused(String status, String ended) {
        String id = "refused-" + status.substring(0, 3);
        try (Sipp callee = Sipp.start(ringing().refuse(status))) {
            gateway.call("callId", id, "callee", callee.uri());
            JsonNode call = gateway.awaitStatus(id, ended);
            callee.awaitSuccess();
            return call;
        }
    }

    /** In one of three recordings; in none is there a hole, or a beep that has moved. */
    private static void beepsEachSecond(String stream) {
        Windows.oneOf(
                3,
                () -> gateway.record(gateway.rtmp(stream), Duration.ofSeconds(4)),
                SippTest::hasNoHole,
                recording -> Beeps.of(recording).areAll());
    }

    private static void hasNoHole(Recording recording) {
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        Beeps.of(recording).areInPlace();
    }

    private static void nowhere(String secret, String id) {
        assertThat(gateway.get("/api/v1/calls").body()).doesNotContain(secret);
        assertThat(gateway.get("/api/v1/calls/" + id).body()).doesNotContain(secret);
        assertThat(gateway.post("/rest-api/call/find_all").body()).doesNotContain(secret);
    }
}
