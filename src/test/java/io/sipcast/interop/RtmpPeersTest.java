package io.sipcast.interop;

import static io.sipcast.interop.MainJobTest.isRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.peer.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Publishers, players and servers of others: ffmpeg, ffprobe, rtmpdump, curl and nginx-rtmp. */
@Tag("interop")
class RtmpPeersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> TRACKS = List.of("h264,640,360", "aac,48000,1");

    @Test
    void whatFfmpegPublishesEveryPlayerGets() throws Exception {
        try (TestGateway gateway = TestGateway.start();
                PeerProcess publisher = publish(gateway.rtmp("show"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            Path folder = PeerProcess.folder("players");
            Path dumped = folder.resolve("rtmpdump.flv");
            Path fetched = folder.resolve("curl.flv");
            try (PeerProcess rtmpdump = rtmpdump(gateway.rtmp("show"), dumped);
                    PeerProcess curl = curl(gateway.http("/live/show.flv"), fetched)) {
                assertThat(probe(gateway.rtmp("show"))).containsExactlyInAnyOrder("h264", "aac");
                isRight(gateway.record(gateway.rtmp("show"), Duration.ofSeconds(6)));
                assertThat(curl.exit(LIMIT)).isEqualTo(28); // its own time is up
                assertThat(rtmpdump.alive()).as(rtmpdump.output()).isTrue();
            }
            isRight(new Recording(dumped));
            isRight(new Recording(fetched));
            isRight(gateway.record(gateway.http("/live/show.flv"), Duration.ofSeconds(6)));
            assertThat(publisher.alive()).isTrue();
        }
    }

    @Test
    void aNameHasOnePublisherUntilItLeaves() throws Exception {
        try (TestGateway gateway = TestGateway.start()) {
            try (PeerProcess first = publish(gateway.rtmp("show"))) {
                await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
                try (PeerProcess second = publish(gateway.rtmp("show"))) {
                    assertThat(second.exit(LIMIT)).isNotZero();
                    assertThat(second.output()).contains("Server error").contains("show");
                }
                isRight(gateway.record(gateway.rtmp("show"), Duration.ofSeconds(5)));
                assertThat(first.alive()).isTrue();
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> !gateway.hasFlv("show"));
            try (PeerProcess _ = publish(gateway.rtmp("show"))) {
                await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            }
        }
    }

    @Test
    void aRefusedPublishLeavesTheCallAlone() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob, nginx.url("closed"), "c1");
            gateway.awaitStatus("c1", "ESTABLISHED");
            waitsWithReason(gateway);
        }
    }

    @Test
    void aServerThatComesLaterGetsTheStream() throws Exception {
        int port = FreePorts.next();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start("push.retry.max=5s")) {
            call(gateway, bob, "rtmp://127.0.0.1:" + port + "/live", "c1");
            gateway.awaitStatus("c1", "ESTABLISHED");
            waitsWithReason(gateway);

            try (NginxRtmp nginx = NginxRtmp.start(port)) {
                long start = System.nanoTime();
                gateway.awaitTarget("c1", "PUBLISHING");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(retried());
                assertThat(gateway.details("c1").path("rtmp").path("reason").asString(""))
                        .isEmpty();
                Recording got = gateway.record(nginx.url("live") + "/c1", Duration.ofSeconds(3));
                assertThat(got.tracks()).containsExactlyInAnyOrderElementsOf(TRACKS);
            }
        }
    }

    @Test
    void aCallIsPublishedToOurOwnServerUnderAnotherName() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob, own(gateway), "copy");
            gateway.awaitTarget("c1", "PUBLISHING");
            Recording copy = gateway.record(gateway.rtmp("copy"), Duration.ofSeconds(3));
            assertThat(copy.tracks()).containsExactlyInAnyOrderElementsOf(TRACKS);
            gateway.terminate("c1");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !gateway.hasFlv("copy") && !gateway.hasFlv("show"));
        }
    }

    /** The push is there already: sent, it would be refused as a second publisher. */
    @Test
    void aCallNeedNotBePublishedToItself() throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob, own(gateway), "show");
            gateway.awaitTarget("c1", "PUBLISHING");
            Recording seen = gateway.record(gateway.rtmp("show"), Duration.ofSeconds(3));
            assertThat(seen.tracks()).containsExactlyInAnyOrderElementsOf(TRACKS);
            var target = gateway.details("c1").path("rtmp");
            assertThat(target.path("status").asString("")).isEqualTo("PUBLISHING");
            assertThat(target.path("retries").asInt(-1)).isZero();
        }
    }

    /** The pause between two attempts and some time to connect. */
    private static Duration retried() {
        return Duration.ofSeconds(7);
    }

    private static String own(TestGateway gateway) {
        return "rtmp://127.0.0.1:" + gateway.rtmpPort() + "/live";
    }

    private static void call(TestGateway gateway, DemoCallee bob, String url, String stream) {
        gateway.call(
                "callId",
                "c1",
                "callee",
                bob.uri(),
                "hasVideo",
                "true",
                "toStream",
                "show",
                "rtmpUrl",
                url,
                "rtmpStream",
                stream);
    }

    /** In both interfaces, beside a call that goes on and can be watched here. */
    private static void waitsWithReason(TestGateway gateway) {
        var call =
                gateway.awaitDetails(
                        "c1", c -> !c.path("rtmp").path("reason").asString("").isEmpty());
        assertThat(call.path("rtmp").path("status").asString("")).isEqualTo("PENDING");
        assertThat(call.path("status").asString("")).isEqualTo("ESTABLISHED");
        assertThat(gateway.post("/rest-api/call/find", "callId", "c1").body())
                .contains("\"rtmpStreamStatus\":\"PENDING\"", "\"status\":\"ESTABLISHED\"");
        Recording seen = gateway.record(gateway.rtmp("show"), Duration.ofSeconds(3));
        assertThat(seen.tracks()).containsExactlyInAnyOrderElementsOf(TRACKS);
        assertThat(gateway.details("c1").path("status").asString("")).isEqualTo("ESTABLISHED");
    }

    static PeerProcess publish(String url) {
        return PeerProcess.start(
                PeerProcess.folder("publisher"),
                "ffmpeg",
                "-re",
                "-i",
                TestMedia.mp4().toString(),
                "-c",
                "copy",
                "-f",
                "flv",
                url);
    }

    /** Until it is closed: of a live stream it leaves the stop time (-B) to the server. */
    private static PeerProcess rtmpdump(String url, Path file) {
        return PeerProcess.start(
                PeerProcess.folder("rtmpdump"),
                "rtmpdump",
                "-r",
                url,
                "--live",
                "-o",
                file.toString());
    }

    private static PeerProcess curl(String url, Path file) {
        return PeerProcess.start(
                PeerProcess.folder("curl"),
                "curl",
                "--silent",
                "--max-time",
                "8",
                "--output",
                file.toString(),
                url);
    }

    private static List<String> probe(String url) {
        return PeerProcess.run(
                        LIMIT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name",
                        "-of",
                        "csv=p=0",
                        url)
                .lines()
                .toList();
    }
}
