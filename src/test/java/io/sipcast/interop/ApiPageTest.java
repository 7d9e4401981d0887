package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.PeerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The documentation in a real Chromium, driven by {@code test-peers/pages/api.mjs}. */
@Tag("interop")
@Tag("heavy") // a browser
class ApiPageTest {
    private static final Path SCRIPT = Path.of("test-peers", "pages.mjs").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void anOperationIsTriedInTheBrowser() throws Exception {
        try (TestGateway gateway = TestGateway.start()) {
            browse(gateway);
        }
        assertThat(SCREENSHOTS.resolve("api.png")).isNotEmptyFile();
    }

    @Test
    void theLoginIsEnoughWhereThereIsAKey() throws Exception {
        try (TestGateway gateway = TestGateway.start("http.api-key=open-sesame")) {
            browse(gateway, "open-sesame");
        }
    }

    private static void browse(TestGateway gateway, String... arguments) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "node",
                                SCRIPT.toString(),
                                "api",
                                PeerProcess.folder("chromium").resolve("profile").toString(),
                                SCREENSHOTS.toString(),
                                gateway.http("")));
        command.addAll(List.of(arguments));
        String _ = PeerProcess.run(LIMIT, command.toArray(String[]::new));
    }
}
