package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.ingest.Published;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
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

            Recording viewed = gateway.record(gateway.rtmp("show"), Duration.ofSeconds(6));
            isRight(viewed);

            gateway.terminate("c1");
            assertThat(gateway.awaitStatus("c1", "FINISH").path("reason").asString())
                    .isEqualTo("Ended by a REST request.");
            isRight(nginx.recording("c1"));
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

            isRight(published.awaitEnd().kept().recording());
        }
    }

    /** Beeps and flashes in both tracks, at the same time, without a hole or a complaint. */
    static void isRight(Recording recording) {
        List<Double> beeps = recording.beeps();
        List<Double> flashes = recording.flashes();
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,640,360", "aac,48000,1");
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(4);
        assertThat(flashes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        assertThat(recording.beepSteps())
                .as("beeps %s", beeps)
                .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.04)));
        assertThat(recording.pictures().stream().filter(p -> p.spread() > 20).count())
                .isGreaterThan(80);
    }
}
