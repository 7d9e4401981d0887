package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each output of a call in the form that was asked for it. */
@Tag("interop")
class PushFormTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void anAudioCallHasASlateWhereItIsWanted() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    bob.uri(),
                    "toStream",
                    "show",
                    "rtmpUrl",
                    nginx.url("live"),
                    "rtmpStream",
                    "bare",
                    "slate",
                    "never");
            var _ =
                    gateway.post(
                            "/rest-api/push/startup",
                            "streamName",
                            "show",
                            "rtmpUrl",
                            nginx.url("live"),
                            "slate",
                            "always");
            JsonNode call = gateway.awaitTarget("c1", "PUBLISHING");
            assertThat(call.at("/rtmp/slate").asString("")).isEqualTo("never");
            var _ =
                    gateway.awaitDetails(
                            "c1",
                            now -> now.at("/pushes/0/status").asString("").equals("PUBLISHING"));

            Recording bare = gateway.record(nginx.url("live") + "/bare", SHORT);
            Recording slate = gateway.record(nginx.url("live") + "/rtmp_show", SHORT);
            assertThat(bare.tracks()).containsExactly("aac,48000,1");
            assertThat(slate.tracks()).containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
        }
    }

    @Test
    void aTargetOfACallMayHaveItsPicturesEncodedAnew() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.start("media.video.size=320x180")) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    bob.uri(),
                    "hasVideo",
                    "true",
                    "rtmpUrl",
                    nginx.url("live"),
                    "rtmpStream",
                    "small",
                    "video",
                    "transcode");
            var _ =
                    gateway.post(
                            "/rest-api/push/startup",
                            "streamName",
                            "c1",
                            "rtmpUrl",
                            nginx.url("live"));
            JsonNode call =
                    gateway.awaitDetails(
                            "c1", now -> !now.at("/rtmp/transcoding").asString("").isEmpty());
            assertThat(call.at("/rtmp/transcoding").asString(""))
                    .isEqualTo("Pictures are encoded anew, as configured.");
            assertThat(call.at("/rtmp/video").asString("")).isEqualTo("transcode");
            assertThat(call.at("/targets/0/video").asString("")).isEqualTo("transcode");
            assertThat(call.at("/pushes/0/video").asString("")).isEqualTo("auto");
            assertThat(call.at("/pushes/0/transcoding").asString("x")).isEmpty();

            Recording small = gateway.record(nginx.url("live") + "/small", SHORT);
            Recording whole = gateway.record(nginx.url("live") + "/rtmp_c1", SHORT);
            assertThat(small.tracks()).contains("h264,320,180");
            assertThat(whole.tracks()).contains("h264,640,360");
            assertThat(List.of(small.complaints(), whole.complaints())).containsOnly("");
        }
    }
}
