package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A callee that has no H.264: its pictures come as VP8 and leave as H.264, and none is broken. */
@Tag("interop")
class Vp8CallTest {
    @Test
    void baresipAnswersWithVp8() throws Exception {
        var settings = new Baresip.Settings("vp8", "", true, "").withVideoCodec("VP8");
        try (var callee = Baresip.start(settings);
                var ingest = StrictIngest.start();
                var gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee.uri(),
                    "hasVideo",
                    "true",
                    "toStream",
                    "vp8",
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "vp8");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Windows.oneOf(
                    4,
                    () -> gateway.record(gateway.rtmp("vp8"), Duration.ofSeconds(4)),
                    Vp8CallTest::isUnbroken,
                    Vp8CallTest::isWhole);
            ingest.stream("vp8").await(100, 200).kept();
            JsonNode call = gateway.awaitDetails("c1", Vp8CallTest::hasPictures);
            JsonNode video = video(call);
            assertThat(video.path("codec").asString()).isEqualTo("VP8");
            assertThat(video.path("format").path("width").asInt()).isEqualTo(640);
            assertThat(video.path("format").path("height").asInt()).isEqualTo(360);
            assertThat(video.path("malformed").asInt()).isZero();
            assertThat(video.path("keyFrames").asInt()).isPositive();
        }
    }

    private static void isUnbroken(Recording recording) {
        MainJobTest.hasNoHole(recording);
        assertThat(recording.complaints()).isEmpty();
        areTogether(recording);
    }

    private static void isWhole(Recording recording) {
        assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(recording.flashes()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(recording.pictures().stream().filter(p -> p.spread() > 20).count())
                .isGreaterThan(60);
        Beeps.of(recording).areAll();
        comeAtTheirRate(recording);
    }

    /** Encoding anew delays pictures, it does not move them. */
    private static void areTogether(Recording recording) {
        for (double beep : recording.wholeBeeps()) {
            assertThat(recording.flashes())
                    .filteredOn(flash -> Math.abs(flash - beep) < 0.5)
                    .allSatisfy(flash -> assertThat(flash).isCloseTo(beep, within(0.1)));
        }
    }

    /** 25 a second: neither the callee nor we leave any out. */
    private static void comeAtTheirRate(Recording recording) {
        List<Double> times = recording.packetTimes("v");
        double seconds = times.getLast() - times.getFirst();
        assertThat((times.size() - 1) / seconds).isCloseTo(25, within(1.5));
    }

    private static boolean hasPictures(JsonNode call) {
        return video(call).path("pictures").asInt(0) >= 50;
    }

    private static JsonNode video(JsonNode call) {
        return call.path("media").path("video");
    }
}
