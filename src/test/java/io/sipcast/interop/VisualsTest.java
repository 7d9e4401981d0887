package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.PeerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ladder, media path, charts, level and picture in a real Chromium, with a real call. */
@Tag("interop")
@Tag("heavy") // a browser
class VisualsTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void whatIsDrawnIsWhatTheApiSays() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "drawn",
                    "callee",
                    bob.uri(),
                    "toStream",
                    "drawn",
                    "hasVideo",
                    "true");
            var _ = gateway.awaitStatus("drawn", "ESTABLISHED");
            String _ =
                    PeerProcess.run(
                            LIMIT,
                            "node",
                            Path.of("test-peers", "pages.mjs").toAbsolutePath().toString(),
                            "visuals",
                            PeerProcess.folder("chromium").resolve("profile").toString(),
                            SCREENSHOTS.toString(),
                            gateway.http(""),
                            "drawn");
        }
        assertThat(SCREENSHOTS.resolve("visuals-phone.png")).isNotEmptyFile();
    }
}
