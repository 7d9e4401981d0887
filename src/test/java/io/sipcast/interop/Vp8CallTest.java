package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.Baresip;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A callee that has no H.264: its pictures come as VP8, and none is broken. */
@Tag("interop")
class Vp8CallTest {
    @Test
    void baresipAnswersWithVp8() throws Exception {
        var settings = new Baresip.Settings("vp8", "", true, "").withVideoCodec("VP8");
        try (var callee = Baresip.start(settings);
                var gateway = TestGateway.start()) {
            gateway.call(
                    "callId", "c1", "callee", callee.uri(), "hasVideo", "true", "toStream", "vp8");
            gateway.awaitStatus("c1", "ESTABLISHED");
            JsonNode call = gateway.awaitDetails("c1", Vp8CallTest::hasPictures);
            JsonNode video = video(call);
            assertThat(video.path("codec").asString()).isEqualTo("VP8");
            assertThat(video.path("format").path("width").asInt()).isEqualTo(640);
            assertThat(video.path("format").path("height").asInt()).isEqualTo(360);
            assertThat(video.path("malformed").asInt()).isZero();
            assertThat(video.path("keyFrames").asInt()).isPositive();
        }
    }

    private static boolean hasPictures(JsonNode call) {
        return video(call).path("pictures").asInt(0) >= 50;
    }

    private static JsonNode video(JsonNode call) {
        return call.path("media").path("video");
    }
}
