package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.ingest.Published;
import io.sipcast.ingest.Rule;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import io.sipcast.peer.RtpCapture;
import io.sipcast.peer.RtpClip;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls without pictures, as an ingest gets them. */
@Tag("interop")
class SlateTest {
    /** The built-in picture's ground, as 16 to 235 becomes 0 to 255. */
    private static final double DARK = 15;

    @Test
    void aCallOfSoundAloneIsTakenByAStrictIngest() throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", false, ""));
                TestGateway gateway = TestGateway.start()) {
            call(gateway, bob.uri(), "false", ingest.url());
            Published published = ingest.stream("slated").await(150, 280).kept();
            gateway.terminate("c1");

            published.awaitEnd().kept();
            assertThat(published.pictureHeaders()).isEqualTo(1);
            assertThat(published.keyFrames()).isGreaterThanOrEqualTo(3);
            isSlate(published.recording());
            assertThat(published.recording().beeps()).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void nginxRecordsIt() throws Exception {
        SippScenario scenario =
                SippScenario.invited()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(5)
                        .bye();
        try (NginxRtmp nginx = NginxRtmp.start();
                Sipp callee = Sipp.start(scenario);
                TestGateway gateway = TestGateway.start()) {
            call(gateway, callee.uri(), "false", nginx.url("rec"));
            gateway.awaitStatus("c1", "FINISH");

            Recording recording = nginx.recording("slated");
            assertThat(recording.complaints()).isEmpty();
            isSlate(recording);
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(4);
            callee.awaitSuccess();
        }
    }

    /** Video is agreed on and never sent: the push waits until the slate comes instead. */
    @Test
    void picturesThatAreAgreedOnAndNeverCome() throws Exception {
        SippScenario scenario =
                SippScenario.invited()
                        .withVideo()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(7)
                        .bye();
        try (StrictIngest ingest = StrictIngest.start();
                Sipp callee = Sipp.start(scenario);
                TestGateway gateway = TestGateway.start("media.slate.after=2s")) {
            call(gateway, callee.uri(), "true", ingest.url());
            Published published = ingest.stream("slated").awaitEnd().kept();

            isSlate(published.recording());
            assertThat(published.recording().beeps()).hasSizeGreaterThanOrEqualTo(5);
            callee.awaitSuccess();
        }
    }

    /**
     * MPEG-TS has no sequence header: who copies to it has to find the callee's parameter sets in
     * the key frames, as FFmpeg 5 goes on with those that the slate began with.
     */
    @Test
    void whoCopiesGetsThePicturesThatComeAfterTheSlate() throws Exception {
        RtpClip clip = RtpClip.of("libx264 -profile:v baseline -bf 0", "mpegts");
        SippScenario scenario =
                SippScenario.invited()
                        .withVideo()
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pause(5)
                        .pictures(RtpCapture.write(clip.packets(), 96))
                        .pause(7)
                        .bye();
        try (Sipp callee = Sipp.start(scenario);
                TestGateway gateway =
                        TestGateway.startUnjudged(
                                "media.slate.after=1s", "media.key-frame-interval=20s")) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee.uri(),
                    "hasVideo",
                    "true",
                    "toStream",
                    "slated");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording copy =
                    gateway.record(gateway.rtmp("slated"), Duration.ofSeconds(9), "mpegts");

            assertThat(copy.complaints()).isEmpty();
            assertThat(copy.sizes()).containsExactly("1280,720", "192,108");
            List<Recording.Picture> pictures = copy.pictures();
            assertThat(pictures.subList(0, 25)).allSatisfy(SlateTest::isSlate);
            double usual = clip.recording().pictures().getFirst().brightness();
            assertThat(pictures.subList(pictures.size() - 50, pictures.size()))
                    .allSatisfy(picture ->
                            assertThat(picture.brightness()).isCloseTo(usual, within(usual / 4)));
            callee.awaitSuccess();
        }
    }

    @Test
    void withoutTheSlateTheIngestComplains() throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", false, ""));
                TestGateway gateway = TestGateway.start("media.slate.mode=never")) {
            call(gateway, bob.uri(), "false", ingest.url());
            gateway.awaitDetails(
                    "c1",
                    call ->
                            call.at("/rtmp/reason")
                                    .asString("")
                                    .contains("BOTH_TRACKS: no pictures"));

            assertThat(ingest.stream("slated").broken()).isEqualTo(Rule.BOTH_TRACKS);
        }
    }

    private static void call(TestGateway gateway, String callee, String video, String target) {
        gateway.call(
                "callId",
                "c1",
                "callee",
                callee,
                "hasVideo",
                video,
                "toStream",
                "slated",
                "rtmpUrl",
                target,
                "rtmpStream",
                "slated");
        gateway.awaitStatus("c1", "ESTABLISHED");
    }

    private static void isSlate(Recording recording) {
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
        List<Recording.Picture> pictures = recording.pictures();
        assertThat(pictures).hasSizeGreaterThan(75);
        assertThat(pictures).allSatisfy(SlateTest::isSlate);
    }

    private static void isSlate(Recording.Picture picture) {
        assertThat(picture.brightness()).isCloseTo(DARK, within(4.0));
        assertThat(picture.spread()).isGreaterThan(5);
    }
}
