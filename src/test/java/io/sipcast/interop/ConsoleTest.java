package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.BadRoad;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The console and the page of a call in a real Chromium, when things go wrong. What a scenario of
 * {@code test-peers/pages} wants to happen outside of the browser it asks for with a line {@code
 * please WHAT}, and goes on when it is answered with a line.
 */
@Tag("interop")
@Tag("heavy") // a browser
class ConsoleTest {
    private static final Path SCRIPT = Path.of("test-peers", "pages.mjs").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final String PLEASE = "please ";

    @Test
    void saysWhatIsWrongWithTheFormAndWhyACallFails() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                Sipp busy = Sipp.start(SippScenario.invited().refuse("486 Busy Here"));
                TestGateway gateway = TestGateway.startUnjudged()) {
            browse(gateway.http(""), "refused", Map.of(), bob.uri(), busy.uri());
        }
    }

    @Test
    void showsATargetThatIsLostAndComesBack() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                BadRoad road = BadRoad.to(nginx.port());
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway =
                        TestGateway.startUnjudged("push.retry.first=200ms", "push.retry.max=1s")) {
            browse(
                    gateway.http(""),
                    "targets",
                    Map.of("shut", road::shut, "open", road::open),
                    bob.uri(),
                    nginx.url("live"),
                    "rtmp://127.0.0.1:" + road.port() + "/live");
        }
    }

    @Test
    void isNotHarmedByHostileText() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.startUnjudged()) {
            browse(gateway.http(""), "hostile", Map.of(), bob.uri());
        }
    }

    @Test
    void showsWhatIsTrueAfterTheGatewayHasBegunAnew() throws Exception {
        String port = "http.port=" + FreePorts.next();
        List<TestGateway> gateways = new ArrayList<>();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT)) {
            gateways.add(TestGateway.startUnjudged(port));
            browse(
                    gateways.getFirst().http(""),
                    "restart",
                    Map.of(
                            "stop",
                            gateways.getFirst()::close,
                            "start",
                            () -> gateways.add(TestGateway.startUnjudged(port))),
                    bob.uri());
        } finally {
            gateways.getLast().close();
        }
    }

    @Test
    void saysWhenNothingNewIsTakenOnAndWhy() throws Exception {
        List<BusyProcessors> work = new ArrayList<>();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.startUnjudged("call.overload.max-cpu=20%")) {
            browse(
                    gateway.http(""),
                    "overload",
                    Map.of(
                            "work",
                            () -> work.add(new BusyProcessors()),
                            "rest",
                            () -> work.forEach(BusyProcessors::close)),
                    bob.uri());
        } finally {
            work.forEach(BusyProcessors::close);
        }
    }

    /** What a scenario can ask for. */
    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    private static void browse(
            String base, String scenario, Map<String, ? extends Deed> deeds, String... arguments)
            throws Exception {
        Files.createDirectories(SCREENSHOTS);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "node",
                                SCRIPT.toString(),
                                scenario,
                                PeerProcess.folder("chromium").resolve("profile").toString(),
                                SCREENSHOTS.toString(),
                                base));
        command.addAll(List.of(arguments));
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread limit = Thread.ofVirtual().start(() -> endAfterLimit(node));
        try {
            String said = talk(node, deeds);
            assertThat(node.waitFor()).as(said).isZero();
        } finally {
            limit.interrupt();
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
    }

    private static void endAfterLimit(Process node) {
        try {
            if (!node.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // it has ended in time
        }
    }

    /** Until it says nothing more; all that it said besides. */
    private static String talk(Process node, Map<String, ? extends Deed> deeds) throws Exception {
        var said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PLEASE)) {
                    Objects.requireNonNull(deeds.get(line.substring(PLEASE.length())), line).run();
                    tellDone(node.getOutputStream());
                } else {
                    said.append(line).append('\n');
                }
            }
        }
        return said.toString();
    }

    private static void tellDone(OutputStream to) throws IOException {
        to.write("done\n".getBytes(UTF_8));
        to.flush();
    }
}
