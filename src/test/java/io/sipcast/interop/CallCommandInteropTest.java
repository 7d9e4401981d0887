package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.WireCallee;
import io.sipcast.sip.message.SipRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sipcast call} as a process of its own, as users run it, with real gateways and callees.
 */
@Tag("interop")
@Timeout(90)
class CallCommandInteropTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** SIGINT as a terminal's child has it: what runs in the background may have it ignored. */
    private static PeerProcess call(String... args) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                GatewayProcess.classPath(),
                                "io.sipcast.Main",
                                "call"));
        command.addAll(List.of(args));
        return PeerProcess.start(PeerProcess.folder("call"), command);
    }

    private static void interrupt(PeerProcess process) {
        String pid = Long.toString(process.pid());
        assertThat(PeerProcess.run(LIMIT, "kill", "-INT", pid)).isEmpty();
    }

    @Test
    void anInterruptHangsUp() throws Exception {
        try (TestGateway gateway = TestGateway.startUnjudged();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                PeerProcess call =
                        call(
                                bob.uri(),
                                "--gateway=" + gateway.http(""),
                                "--stream=lobby",
                                "--to=" + gateway.rtmp("copy"))) {
            call.awaitOutput("rtmp    " + gateway.rtmp("lobby"));
            call.awaitOutput("/live is on air"); // the target, without its name
            assertThat(gateway.hasFlv("lobby")).isTrue();
            assertThat(gateway.hasFlv("copy")).isTrue();
            assertThat(bob.activeCalls()).isEqualTo(1);
            interrupt(call);

            assertThat(call.exit(LIMIT)).isZero();
            await().atMost(LIMIT).until(() -> bob.activeCalls() == 0);
            List<String> lines = call.output().lines().toList();
            assertThat(lines.get(lines.size() - 2)).isEqualTo("Ended by a REST request.");
            assertThat(lines.getLast()).matches("It lasted \\d+ s; sound .+; pictures H264, .+");
        }
    }

    @Test
    void anInterruptWhileItRingsCancels() throws Exception {
        try (TestGateway gateway = TestGateway.startUnjudged();
                WireCallee bob = new WireCallee();
                PeerProcess call = call(bob.uri(), "--gateway=" + gateway.http(""))) {
            SipRequest _ = bob.expect("INVITE");
            bob.answer(180, "b", "");
            call.awaitOutput("ringing");
            interrupt(call);
            bob.answer(bob.expect("CANCEL"), 200);
            bob.answer(487, "b", "");

            assertThat(call.exit(LIMIT)).isEqualTo(130);
            assertThat(call.output().lines()).last().isEqualTo("It was never answered.");
        }
    }

    @Test
    void aBusyCalleeIsAFailureWithItsReason() throws Exception {
        try (TestGateway gateway = TestGateway.startUnjudged();
                WireCallee bob = new WireCallee();
                PeerProcess call = call(bob.uri(), "--gateway=" + gateway.http(""), "--quiet")) {
            SipRequest _ = bob.expect("INVITE");
            bob.answer(486, "b", "");

            assertThat(call.exit(LIMIT)).isEqualTo(1);
            assertThat(call.output().strip()).isEqualTo("The callee is busy (SIP 486).");
        }
    }

    /** The gateway lives in the process of the call, and leaves with it. */
    @Test
    void noGatewayIsNeededToStandAlone() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                PeerProcess call =
                        call(
                                bob.uri(),
                                "--gateway=http://127.0.0.1:" + FreePorts.next(),
                                "--standalone",
                                "--set=http.port=0",
                                "--set=rtmp.port=0",
                                "--set=sip.port=0",
                                "--set=call.overload.max-loop-lag=off",
                                "--set=call.overload.max-cpu=off",
                                "--for=2s",
                                "--json")) {
            assertThat(call.exit(Duration.ofSeconds(60))).as(call.output()).isZero();
            List<JsonNode> events =
                    call.output().lines().map(line -> new JsonMapper().readTree(line)).toList();
            assertThat(events.stream().map(event -> event.path("event").asString()))
                    .startsWith("placed")
                    .contains("call", "stream", "urls", "statistics")
                    .endsWith("end");
            JsonNode end = events.getLast().path("data");
            assertThat(end.path("exitCode").asInt()).isZero();
            assertThat(end.path("answeredSeconds").asInt()).isBetween(2, 10);
            assertThat(bob.activeCalls()).isZero();
        }
    }

    @Test
    void withoutAGatewayItSaysWhatToDo() {
        String nobody = "http://127.0.0.1:" + FreePorts.next();
        try (PeerProcess call = call("sip:bob@127.0.0.1", "--gateway=" + nobody)) {
            assertThat(call.exit(LIMIT)).isEqualTo(3);
            assertThat(call.output())
                    .contains("No gateway at " + nobody + ": connection refused.")
                    .contains("--standalone");
        }
    }
}
