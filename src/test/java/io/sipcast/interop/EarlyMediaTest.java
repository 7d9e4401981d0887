package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What is on air before the answer: beeps of 1000 Hz before it, of 500 Hz after it. */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class EarlyMediaTest {
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
            CompletableFuture<Recording> recorded = record("on", 8);
            gateway.awaitStatus("on", "ESTABLISHED");

            Recording recording = recorded.join();
            assertThat(ringing.path("answered").isNull()).isTrue();
            assertThat(recording.pitches()).anyMatch(hz -> isHigh(hz)).anyMatch(hz -> isLow(hz));
            assertThat(inOrder(recording.pitches())).isTrue();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.complaints()).isEmpty();
            gateway.terminate("on");
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
                        .pause(1)
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
            CompletableFuture<Recording> recorded = record("forked", 10);
            awaitSound("forked", 1000, 170); // between two beeps
            callee.answer(183, "mobile", mobile.sdp());
            mobile.sendTo(callee.audioPort());
            awaitSound("forked", 500, 335);
            callee.answer(200, "desk", "");
            assertThat(callee.expect("ACK").to().tag()).isEqualTo("desk");
            callee.answer(200, "mobile", mobile.sdp());
            assertThat(callee.expect("ACK").to().tag()).isEqualTo("mobile");
            SipRequest bye = callee.expect("BYE");
            assertThat(bye.to().tag()).isEqualTo("mobile");
            callee.answer(bye, 200);

            List<Double> pitches = recorded.join().pitches();
            List<String> heard =
                    pitches.stream().map(hz -> isHigh(hz) ? "desk" : "mobile").toList();
            assertThat(pitches).allMatch(hz -> isHigh(hz) || isLow(hz));
            assertThat(heard).startsWith("desk").contains("mobile").endsWith("desk");
            assertThat(changes(heard)).isEqualTo(2);
            gateway.terminate("forked");
            assertThat(callee.expect("BYE").to().tag()).isEqualTo("desk");
        }
    }

    /** Waits for packets of this source, which has its frequency as SSRC. */
    private static void awaitSound(String id, int hz, int packets) {
        gateway.awaitDetails(
                id,
                call -> {
                    JsonNode sound = call.path("media").path("audio").path("packets");
                    return sound.path("ssrc").asInt() == hz
                            && sound.path("packets").asInt() >= packets;
                });
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
                .pause(4)
                .pauseBeeps()
                .okInMulaw()
                .expect("ACK")
                .mulawBeeps(TestMedia.lowBeepsMulaw())
                .resumeBeeps()
                .expectBye();
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
