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

/**
 * A gateway that wants its key, over HTTPS with a certificate signed by itself, in a real Chromium:
 * the pages log in, a call is watched, and they log out.
 */
@Tag("interop")
@Tag("heavy") // a browser
class LoginInteropTest {
    private static final Path SCRIPT = Path.of("test-peers", "pages.mjs").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final String KEY = "the-right-key";

    @Test
    void thePagesLogInOverHttpsAndShowACall() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway =
                        TestGateway.startUnjudged(
                                "http.api-key=" + KEY,
                                "http.tls.port=0",
                                "http.tls.self-signed=true")) {
            assertThat(gateway.get("/api/v1/calls").statusCode()).isEqualTo(401);
            String _ =
                    PeerProcess.run(
                            Duration.ofSeconds(90),
                            "node",
                            SCRIPT.toString(),
                            "login",
                            PeerProcess.folder("chromium").resolve("profile").toString(),
                            SCREENSHOTS.toString(),
                            gateway.https(""),
                            KEY,
                            bob.uri());
        }
    }
}
