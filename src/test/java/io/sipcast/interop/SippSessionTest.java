package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Beeps;
import io.sipcast.peer.Recording;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Session timers and late offers of a callee that insists on its every letter. */
@Tag("interop")
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class SippSessionTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("call.session-expires=90s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aLongerIntervalIsAgreedOnAndThePeersUpdatesKeepIt() {
        SippScenario scenario =
                SippScenario.invited()
                        .having("Supported", "timer")
                        .having("Session-Expires", "90")
                        .intervalTooShort(3600)
                        .inviteWith("Session-Expires", "3600")
                        .having("Min-SE", "3600")
                        .okFor("3600;refresher=uas")
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(3)
                        .update(10, "7200;refresher=uac", "7200;refresher=uac")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "update", "callee", callee.uri());
            gateway.awaitStatus("update", "ESTABLISHED");
            JsonNode timer = timer("update");
            assertThat(timer.path("interval").asInt()).isEqualTo(3600);
            assertThat(timer.path("refresher").asString()).isEqualTo("callee");
            assertThat(timer.path("nextRefresh").isNull()).isTrue();
            assertThat(Instant.parse(timer.path("endsUnlessRefreshed").asString()))
                    .isCloseTo(Instant.now().plusSeconds(3568), within(30, ChronoUnit.SECONDS));

            goesOn(gateway.record(gateway.rtmp("update"), Duration.ofSeconds(6)));
            assertThat(timer("update").path("interval").asInt()).isEqualTo(7200);
            gateway.terminate("update");
            callee.awaitSuccess();
        }
    }

    @Test
    void soundGoesOnAcrossAReInviteWithoutAnOffer() {
        SippScenario scenario =
                SippScenario.invited()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(3)
                        .reInviteWithoutOffer(10)
                        .pause(1)
                        .reInviteWithoutOffer(11)
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "late", "callee", callee.uri());
            JsonNode call = gateway.awaitStatus("late", "ESTABLISHED");
            assertThat(call.path("sessionTimer").isNull()).isTrue();

            goesOn(gateway.record(gateway.rtmp("late"), Duration.ofSeconds(7)));
            assertThat(gateway.awaitStatus("late", "ESTABLISHED").path("status").asString())
                    .isEqualTo("ESTABLISHED");
            gateway.terminate("late");
            callee.awaitSuccess();
        }
    }

    /** Takes as long as half of the shortest interval: 45 s. */
    @Test
    void soundGoesOnAcrossOurRefresh() {
        SippScenario scenario =
                SippScenario.invited()
                        .okFor("90;refresher=uac")
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .expectRefresh("90;refresher=uac")
                        .expectBye();
        try (Sipp callee = Sipp.start(scenario)) {
            gateway.call("callId", "refresh", "callee", callee.uri());
            gateway.awaitStatus("refresh", "ESTABLISHED");
            JsonNode timer = timer("refresh");
            assertThat(timer.path("refresher").asString()).isEqualTo("sipcast");
            Instant first = Instant.parse(timer.path("nextRefresh").asString());
            assertThat(first)
                    .isCloseTo(Instant.now().plusSeconds(45), within(5, ChronoUnit.SECONDS));
            CompletableFuture<Recording> recorded =
                    gateway.recordMeanwhile(gateway.rtmp("refresh"), Duration.ofSeconds(48));

            Recording recording = recorded.join();
            double ago = Duration.between(first, Instant.now()).toMillis() / 1000.0;
            goesOn(recording);
            isWholeAround(recording, recording.packetTimes("a").getLast() - ago);
            assertThat(Instant.parse(timer("refresh").path("nextRefresh").asString()))
                    .isCloseTo(first.plusSeconds(45), within(2, ChronoUnit.SECONDS));
            gateway.terminate("refresh");
            callee.awaitSuccess();
        }
    }

    private static JsonNode timer(String id) {
        return gateway.awaitDetails(id, call -> call.path("sessionTimer").isObject())
                .path("sessionTimer");
    }

    private static void goesOn(Recording recording) {
        double last = recording.packetTimes("a").getLast();
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        assertThat(recording.complaints()).isEmpty();
        assertThat(recording.beeps()).anyMatch(at -> at < 2.2).anyMatch(at -> at > last - 2.2);
        Beeps.of(recording).areNearlyAll();
    }

    /** Not one beep is missing within three seconds of it. */
    private static void isWholeAround(Recording recording, double time) {
        List<Double> beeps =
                recording.wholeBeeps().stream().filter(at -> Math.abs(at - time) < 3).toList();
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(4);
        Beeps.at(beeps).areAll();
    }
}
