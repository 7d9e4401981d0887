package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.TestMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The player in a real Chromium: {@code test-peers/pages/player-*.mjs}. */
@Tag("interop")
@Tag("heavy") // a browser
class PlayerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Deep link, waiting, autoplay refused, unmute, sound above zero, statistics, end, again. */
    @Test
    void waitsForTheStreamBeginsMutedAndBeginsAgain() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            browse(gateway, "player-waits", bob.uri());
        }
    }

    @Test
    void worksByKeyboardAndGivesLinks() throws Exception {
        withShow("player-keys");
    }

    @Test
    void hasTwoTransportsAndTakesTheOneThatIsNotBlocked() throws Exception {
        withShow("player-transports");
    }

    @Test
    void isForEverybodyOnEveryScreen() throws Exception {
        withShow("player-looks");
    }

    /** Plays the scenario with a call of pictures and sound. */
    static void withShow(String scenario) throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob);
            browse(gateway, scenario, "show");
        }
    }

    @Test
    void aFrameOfAnAllowedOriginPlaysAndNoOther() throws Exception {
        int site = FreePorts.next();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway =
                        TestGateway.start("http.embed-origins=http://127.0.0.1:" + site)) {
            call(gateway, bob);
            browse(gateway, "player-embed", "show", Integer.toString(site));
        }
    }

    @Test
    void comesBackWithTheGateway() throws Exception {
        String port = "http.port=" + FreePorts.next();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT)) {
            PeerProcess browser;
            try (TestGateway gateway = TestGateway.start(port)) {
                call(gateway, bob);
                browser = start(gateway, "player-restart", "show");
                browser.awaitOutput("it plays");
            }
            try (browser) {
                browser.awaitOutput("it is gone");
                try (TestGateway gateway = TestGateway.start(port)) {
                    call(gateway, bob);
                    assertThat(browser.exit(LIMIT)).as(browser.output()).isZero();
                }
            }
        }
    }

    @Test
    void saysWhatCannotBePlayedAndPlaysSoundAlone() throws Exception {
        try (TestGateway gateway = TestGateway.start("media.video.h265=always");
                PeerProcess _ = EnhancedPeersTest.publish(gateway.rtmp("h265"));
                PeerProcess _ = publishSound(gateway.rtmp("sound"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("h265") && gateway.hasFlv("sound"));
            browse(gateway, "player-codec", "h265", "sound");
        }
    }

    @Test
    void saysThatAKeyIsNeeded() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start("rtmp.play-keys=live/show=Tq3x")) {
            call(gateway, bob);
            browse(gateway, "player-key", "show", "Tq3x");
        }
    }

    /** The pure parts, by Node's own test runner. */
    @Test
    void itsModulesAreRight() {
        String tests = Path.of("test-peers", "player").toAbsolutePath() + "/";
        String output = PeerProcess.run(LIMIT, "node", "--test", tests);

        assertThat(output).contains("# fail 0").doesNotContain("# tests 0");
    }

    private static void call(TestGateway gateway, DemoCallee bob) {
        gateway.call("callId", "show", "callee", bob.uri(), "hasVideo", "true", "toStream", "show");
        gateway.awaitStatus("show", "ESTABLISHED");
    }

    private static PeerProcess publishSound(String url) {
        return PeerProcess.start(
                PeerProcess.folder("publisher"),
                "ffmpeg",
                "-re",
                "-i",
                TestMedia.mp4().toString(),
                "-vn",
                "-c",
                "copy",
                "-f",
                "flv",
                url);
    }

    private static void browse(TestGateway gateway, String scenario, String... arguments)
            throws IOException {
        try (PeerProcess browser = start(gateway, scenario, arguments)) {
            assertThat(browser.exit(LIMIT)).as(browser.output()).isZero();
        }
    }

    private static PeerProcess start(TestGateway gateway, String scenario, String... arguments)
            throws IOException {
        return PeerProcess.start(
                PeerProcess.folder(scenario),
                PagesInteropTest.command(gateway, scenario, arguments));
    }
}
