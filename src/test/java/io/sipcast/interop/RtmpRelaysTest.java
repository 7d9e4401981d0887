package io.sipcast.interop;

import static io.sipcast.interop.MainJobTest.isRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.FreePorts;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.NodeMediaServer;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.peer.TestCertificates;
import io.sipcast.peer.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The embedded server and the client beside others', both ways: GStreamer, relays of nginx-rtmp,
 * node-media-server, and ffmpeg that listens. What comes out is looked at.
 */
@Tag("interop")
class RtmpRelaysTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String KEY = "?key=eyes";

    /**
     * Published by GStreamer over TLS with a key, played by it, by rtmpdump and an nginx that
     * pulls.
     */
    @Test
    void aGuardedStreamOfGStreamerIsPlayedWithItsKey() throws Exception {
        int nginxPort = FreePorts.next();
        try (TestGateway gateway =
                        TestGateway.start(
                                "rtmp.publish-keys=live=all",
                                "rtmp.play-keys=live=eyes",
                                "rtmp.tls.port=0",
                                "rtmp.tls.certificate=" + TestCertificates.certificate("server"),
                                "rtmp.tls.key=" + TestCertificates.key("server"));
                PeerProcess _ = gstreamer(gateway.rtmps("show?key=all"));
                NginxRtmp nginx =
                        NginxRtmp.start(
                                nginxPort,
                                "application mirror { live on; pull %s name=show; }"
                                        .formatted(gateway.rtmp("show" + KEY)))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show", KEY));
            assertThat(gateway.get("/live/show.flv").statusCode()).isEqualTo(403);
            Path folder = PeerProcess.folder("gst-player");
            Path played = folder.resolve("played.flv");
            Path dumped = folder.resolve("rtmpdump.flv");
            try (PeerProcess _ = gstreamerPlayer(gateway.rtmp("show" + KEY), played);
                    PeerProcess _ = rtmpdump(gateway.rtmp("show" + KEY), dumped)) {
                isRight(gateway.record(nginx.url("mirror") + "/show", Duration.ofSeconds(6)));
            }
            isRight(new Recording(played));
            isRight(new Recording(dumped));
        }
    }

    @Test
    void nginxRelaysIntoUs() throws Exception {
        int nginxPort = FreePorts.next();
        try (TestGateway gateway = TestGateway.start();
                NginxRtmp nginx =
                        NginxRtmp.start(
                                nginxPort,
                                "application relay { live on; push %s; }"
                                        .formatted(gateway.rtmp("").replaceFirst("/$", "")));
                PeerProcess _ = RtmpPeersTest.publish(nginx.url("relay") + "/show")) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            isRight(gateway.record(gateway.rtmp("show"), Duration.ofSeconds(6)));
        }
    }

    /** A call is pushed to it, and fetched again from it. */
    @Test
    void nodeMediaServerTakesAndGives() throws Exception {
        try (NodeMediaServer server = NodeMediaServer.start();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob, server.url("live"), "copy");
            gateway.awaitTarget("c1", "PUBLISHING");
            var pulled =
                    new JsonMapper()
                            .readTree(
                                    gateway.post(
                                                    "/api/v1/pulls",
                                                    "url",
                                                    server.url("live") + "/copy")
                                            .body());
            String path = "/" + pulled.path("stream").asString("") + ".flv?wait=1";
            sees(gateway.record(gateway.http(path), Duration.ofSeconds(5)));
            gateway.terminate("c1");
        }
    }

    @Test
    void ffmpegThatListensTakesACall() throws Exception {
        String url = "rtmp://127.0.0.1:" + FreePorts.next() + "/live";
        Path folder = PeerProcess.folder("listener");
        Path file = folder.resolve("taken.flv");
        try (PeerProcess ffmpeg =
                        PeerProcess.start(
                                folder,
                                "ffmpeg",
                                "-v",
                                "error",
                                "-listen",
                                "1",
                                "-i",
                                url + "/copy",
                                "-t",
                                "5",
                                "-c",
                                "copy",
                                file.toString());
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob, url, "copy");
            assertThat(ffmpeg.exit(LIMIT)).as(ffmpeg.output()).isZero();
            sees(new Recording(file));
            gateway.terminate("c1");
        }
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

    /** Both tracks, decoded: pictures that are no grey, and sound without a hole. */
    private static void sees(Recording recording) {
        assertThat(recording.tracks())
                .containsExactlyInAnyOrderElementsOf(List.of("h264,640,360", "aac,48000,1"));
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        assertThat(recording.pictures().stream().filter(p -> p.spread() > 20).count())
                .isGreaterThan(60);
    }

    private static PeerProcess gstreamer(String url) {
        String pipeline =
                "filesrc location=%s ! qtdemux name=d flvmux name=m streamable=true ! rtmp2sink tls-validation-flags=0 sync=true location=%s"
                                .formatted(TestMedia.mp4(), url)
                        + " d.video_0 ! queue ! h264parse ! m. d.audio_0 ! queue ! aacparse ! m.";
        return PeerProcess.start(
                PeerProcess.folder("gst-publisher"),
                ("gst-launch-1.0 -q " + pipeline).split(" ", -1));
    }

    private static PeerProcess gstreamerPlayer(String url, Path file) {
        return PeerProcess.start(
                PeerProcess.folder("gst-player"),
                "gst-launch-1.0",
                "-q",
                "rtmp2src",
                "location=" + url,
                "!",
                "filesink",
                "buffer-mode=unbuffered",
                "location=" + file);
    }

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
}
