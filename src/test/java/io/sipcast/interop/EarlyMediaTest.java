package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.peer.BeepSource;
import io.sipcast.peer.Recording;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import io.sipcast.peer.WireCallee;
import io.sipcast.sip.message.SipRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is on air before the answer: beeps of 1000 Hz before it, of 500 Hz after it. */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class EarlyMediaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
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
    void isHeardWhereTheCallWantsIt() {
        try (Sipp callee = Sipp.start(earlyBeeps())) {
            gateway.call("callId", "on", "callee", callee.uri(), "earlyMedia", "true");
            JsonNode ringing = gateway.awaitStatus("on", "RING_MEDIA");
            CompletableFuture<Recording> recorded = recordToTheEnd("on");
            awaitViewer("on");
            gateway.awaitStatus("on", "ESTABLISHED");
            awaitMoreSound("on", 200);
            gateway.terminate("on");

            Recording recording = recorded.join();
            assertThat(ringing.path("answered").isNull()).isTrue();
            assertThat(recording.pitches()).anyMatch(hz -> isHigh(hz)).anyMatch(hz -> isLow(hz));
            assertThat(inOrder(recording.pitches())).isTrue();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.complaints()).isEmpty();
            callee.awaitSuccess();
        }
    }

    @Test
    void isNotHeardByItself() {
        try (Sipp callee = Sipp.start(earlyBeeps())) {
            gateway.call("callId", "off", "callee", callee.uri());
            gateway.awaitStatus("off", "RING_MEDIA");
            CompletableFuture<Recording> recorded = record("off", 4);
            gateway.awaitStatus("off", "ESTABLISHED");

            assertThat(recorded.join().pitches()).isNotEmpty().allMatch(hz -> isLow(hz));
            gateway.terminate("off");
            callee.awaitSuccess();
        }
    }

    @Test
    void endsWithTheCallThatIsRefused() {
        SippScenario scenario =
                SippScenario.invited()
                        .earlyMedia()
                        .beeps(TestMedia.beepsAlaw())
                        .pause(5)
                        .refuse("404 Not Found");
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "refused", "callee", callee.uri(), "earlyMedia", "true");
            gateway.awaitStatus("refused", "RING_MEDIA");
            CompletableFuture<Recording> recorded = record("refused", 30);

            JsonNode call = gateway.awaitStatus("refused", "FAILED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(404);
            assertThat(call.path("answered").isNull()).isTrue();
            assertThat(recorded.join().pitches()).isNotEmpty().allMatch(hz -> isHigh(hz));
            assertThat(gateway.hasFlv("refused")).isFalse();
            callee.awaitSuccess();
        }
    }

    @Test
    void thatIsReliableIsAcknowledgedAndStandsInForTheAnswer() {
        SippScenario scenario =
                SippScenario.invitedForLong()
                        .trying()
                        .reliableEarlyMedia(4711)
                        .pause(5)
                        .okAtLast()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "reliable", "callee", callee.uri());
            gateway.awaitStatus("reliable", "RING_MEDIA");
            gateway.awaitStatus("reliable", "ESTABLISHED");

            assertThat(record("reliable", 3).join().pitches()).anyMatch(hz -> isHigh(hz));
            gateway.terminate("reliable");
            callee.awaitSuccess();
            assertThat(callee.messages()).contains("Supported: timer, 100rel");
        }
    }

    @Test
    void theLastBranchIsHeardAndAfterTheAnswerTheOneThatAnswered() {
        try (var callee = new WireCallee();
                var desk = new BeepSource(1000);
                var mobile = new BeepSource(500)) {
            gateway.call("callId", "forked", "callee", callee.uri(), "earlyMedia", "true");
            callee.expect("INVITE");
            callee.answer(183, "desk", desk.sdp());
            desk.sendTo(callee.audioPort());
            gateway.awaitStatus("forked", "RING_MEDIA");
            CompletableFuture<Recording> recorded = recordToTheEnd("forked");
            int joined = awaitViewer("forked");
            int desks = awaitSound("forked", 1000, (joined / 50 + 3) * 50 + 20); // between two
            callee.answer(183, "mobile", mobile.sdp());
            mobile.sendTo(callee.audioPort());
            int mobiles = awaitSound("forked", 500, desks + 165);
            callee.answer(200, "desk", "");
            assertThat(callee.expect("ACK").to().tag()).isEqualTo("desk");
            callee.answer(200, "mobile", mobile.sdp());
            assertThat(callee.expect("ACK").to().tag()).isEqualTo("mobile");
            SipRequest bye = callee.expect("BYE");
            assertThat(bye.to().tag()).isEqualTo("mobile");
            callee.answer(bye, 200);
            awaitSound("forked", 1000, mobiles + 165);
            gateway.terminate("forked");
            assertThat(callee.expect("BYE").to().tag()).isEqualTo("desk");

            List<Double> pitches = recorded.join().pitches();
            List<String> heard = // a change in the middle of a beep makes one of both
                    pitches.stream()
                            .filter(hz -> isHigh(hz) || isLow(hz))
                            .map(hz -> isHigh(hz) ? "desk" : "mobile")
                            .toList();
            assertThat(heard).hasSizeGreaterThanOrEqualTo(pitches.size() - 2);
            assertThat(heard).startsWith("desk").contains("mobile").endsWith("desk");
            assertThat(changes(heard)).isEqualTo(2);
        }
    }

    /** Waits for packets of this source, which has its frequency as SSRC; returns how many came. */
    private static int awaitSound(String id, int hz, int packets) {
        return packets(
                gateway.awaitDetails(
                        id,
                        call ->
                                call.at("/media/audio/packets/ssrc").asInt() == hz
                                        && packets(call) >= packets));
    }

    private static void awaitMoreSound(String id, int packets) {
        int before = packets(gateway.details(id));
        gateway.awaitDetails(id, call -> packets(call) >= before + packets);
    }

    private static int packets(JsonNode call) {
        return call.at("/media/audio/packets/packets").asInt();
    }

    /** Waits until somebody watches; returns how many packets of sound had come by then. */
    private static int awaitViewer(String id) {
        await().atMost(LIMIT).until(() -> viewers("live/" + id) > 0);
        return packets(gateway.details(id));
    }

    private static int viewers(String stream) {
        return JSON.readTree(gateway.get("/api/v1/streams").body())
                .path("streams")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(stream))
                .mapToInt(one -> one.path("viewers").asInt())
                .sum();
    }

    private static long changes(List<String> heard) {
        return IntStream.range(1, heard.size())
                .filter(i -> !heard.get(i).equals(heard.get(i - 1)))
                .count();
    }

    private static SippScenario earlyBeeps() {
        return SippScenario.invited()
                .trying()
                .earlyMedia()
                .beeps(TestMedia.beepsAlaw())
                .pause(6)
                .pauseBeeps()
                .okInMulaw()
                .expect("ACK")
                .mulawBeeps(TestMedia.lowBeepsMulaw())
                .resumeBeeps()
                .expectBye();
    }

    private static CompletableFuture<Recording> recordToTheEnd(String id) {
        return record(id, 60);
    }

    private static CompletableFuture<Recording> record(String id, int seconds) {
        return gateway.recordMeanwhile(gateway.rtmp(id), Duration.ofSeconds(seconds));
    }

    private static boolean isHigh(double hz) {
        return Math.abs(hz - 1000) < 80;
    }

    private static boolean isLow(double hz) {
        return Math.abs(hz - 500) < 60;
    }

    /** No beep of 1000 Hz comes behind one of 500 Hz. */
    private static boolean inOrder(List<Double> pitches) {
        return pitches.stream().dropWhile(hz -> !isLow(hz)).noneMatch(hz -> isHigh(hz));
    }
}
