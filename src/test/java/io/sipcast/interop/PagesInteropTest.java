package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.PeerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both pages in a real Chromium, driven by {@code test-peers/pages.mjs}. */
@Tag("interop")
@Tag("heavy") // a browser
class PagesInteropTest {
    private static final Path SCRIPT = Path.of("test-peers", "pages.mjs").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void aCallIsStartedWatchedAndEndedInTheBrowser() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            browse(gateway, "call", bob.uri(), nginx.url("live"));
        }
        assertThat(SCREENSHOTS.resolve("console.png")).isNotEmptyFile();
        assertThat(SCREENSHOTS.resolve("player.png")).isNotEmptyFile();
    }

    @Test
    void aStreamOfAnotherServerPlays() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                PeerProcess _ = RtmpPeersTest.publish(nginx.url("live") + "/remote");
                TestGateway gateway = TestGateway.start()) {
            browse(gateway, "remote", nginx.url("live"), "remote");
        }
    }

    @Test
    void whatIsWrongIsSaidInWords() throws Exception {
        try (TestGateway gateway = TestGateway.start()) {
            browse(gateway, "errors", "rtmp://127.0.0.1:" + FreePorts.next() + "/live");
        }
    }

    private static void browse(TestGateway gateway, String scenario, String... arguments)
            throws IOException {
        String _ =
                PeerProcess.run(
                        LIMIT, command(gateway, scenario, arguments).toArray(String[]::new));
    }

    /** What runs a scenario of {@code test-peers/pages}. */
    static List<String> command(TestGateway gateway, String scenario, String... arguments)
            throws IOException {
        Files.createDirectories(SCREENSHOTS);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "node",
                                SCRIPT.toString(),
                                scenario,
                                PeerProcess.folder("chromium").resolve("profile").toString(),
                                SCREENSHOTS.toString(),
                                gateway.http("")));
        command.addAll(List.of(arguments));
        return command;
    }
}
