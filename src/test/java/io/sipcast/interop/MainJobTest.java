package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.ingest.Published;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job on real peers: baresip is called, nginx-rtmp and a viewer get the stream. */
@Tag("interop")
class MainJobTest {
    @Test
    void aCallIsPublishedAndPlayedWhileItLasts() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", true, ""));
                TestGateway gateway = TestGateway.start()) {
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
                    nginx.url("rec"),
                    "rtmpStream",
                    "c1");
            gateway.awaitStatus("c1", "ESTABLISHED");
            gateway.awaitTarget("c1", "PUBLISHING");

            oneIsRight(gateway, "show");

            gateway.terminate("c1");
            assertThat(gateway.awaitStatus("c1", "FINISH").path("reason").asString())
                    .isEqualTo("Ended by a REST request.");
            isNearlyRight(nginx.recording("c1"));
        }
    }

    @Test
    void aStrictIngestHasNothingToComplainOf() throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", true, ""));
                TestGateway gateway = TestGateway.start()) {
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
                    ingest.url(),
                    "rtmpStream",
                    "strict-show");
            Published published = ingest.stream("strict-show").await(150, 280).kept();
            gateway.terminate("c1");

            isNearlyRight(published.awaitEnd().kept().recording());
        }
    }

    /** Of three recordings of a call one is right; none has a hole, and no beep has moved. */
    static void oneIsRight(TestGateway gateway, String stream) {
        Windows.oneOf(
                3,
                () -> gateway.record(gateway.rtmp(stream), Duration.ofSeconds(6)),
                MainJobTest::hasNoHole,
                MainJobTest::isRight);
    }

    /** What no stall of a callee excuses: another track, a hole, a beep that has moved. */
    static void hasNoHole(Recording recording) {
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,640,360", "aac,48000,1");
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        Beeps.of(recording).areInPlace();
    }

    /** A call as it was recorded elsewhere, from its beginning: the callee may have lost a beep. */
    private static void isNearlyRight(Recording recording) {
        hasNoHole(recording);
        Beeps.of(recording).areNearlyAll();
        hasBoth(recording);
    }

    /** Every beep, and flashes, without a hole. */
    static void isRight(Recording recording) {
        hasNoHole(recording);
        hasBoth(recording);
        List<Double> beeps = recording.beeps();
        assertThat(recording.beepSteps())
                .as("beeps %s", beeps)
                .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.04)));
    }

    private static void hasBoth(Recording recording) {
        assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(recording.flashes()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(recording.pictures().stream().filter(p -> p.spread() > 20).count())
                .isGreaterThan(80);
    }
}
