package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.ingest.Published;
import io.sipcast.ingest.Rules;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Likeness;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.peer.RtpCapture;
import io.sipcast.peer.RtpClip;
import io.sipcast.peer.Sipp;
import io.sipcast.peer.SippScenario;
import io.sipcast.peer.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Captures of RTP that sipp plays into calls, all at once: what strict ingests get of them decodes
 * to what the encoder's own stream decodes to, picture by picture.
 */
@Tag("interop")
class SippPicturesTest {
    private static final String CODECS = "media.video.codecs=h264,vp8,h265";
    private static final int RTP_HEADER = 12;

    /** Over four of the eight seconds of a clip: none of them stands in for others. */
    private static final int PICTURES = 110;

    private static final int KEY_FRAME_INTERVAL = 50;

    /** Coded anew; the pictures are small. */
    private static final double LIKE_DB = 26;

    /** What is played, and how its RTP has to look: what an encoder or a sender may stop doing. */
    private enum Played {
        BASELINE(
                "libx264 -profile:v baseline -bf 0",
                "H264",
                "profile-level-id=42c01e;packetization-mode=1"),
        MAIN_WITH_B_PICTURES(
                "libx264 -profile:v main -bf 2 -b_strategy 0",
                "H264",
                "profile-level-id=4d401e;packetization-mode=1"),
        SEVERAL_SLICES(
                "libx264 -profile:v high -bf 1 -b_strategy 0 -slices 3",
                "H264",
                "profile-level-id=64001e;packetization-mode=1"),
        H265_AS_IT_IS(
                "libx265 -preset ultrafast -x265-params bframes=2:b-adapt=0:open-gop=0:log-level=none",
                "H265",
                "profile-id=1"),
        H265_ENCODED_ANEW(H265_AS_IT_IS.options, "H265", "profile-id=1");

        private final String options;
        private final String encoding;
        private final String parameters;

        Played(String options, String encoding, String parameters) {
            this.options = options;
            this.encoding = encoding;
            this.parameters = parameters;
        }

        private int payloadType() {
            return encoding.equals("H264") ? 96 : 99;
        }

        /** STAP-A and FU-A, or AP and FU. */
        private Set<Integer> packetTypes() {
            return encoding.equals("H264") ? Set.of(24, 28) : Set.of(48, 49);
        }

        /** The type of NAL unit, or of packet, that a payload begins with. */
        private int packetType(byte[] packet) {
            int first = packet[RTP_HEADER];
            return encoding.equals("H264") ? first & 31 : first >> 1 & 63;
        }
    }

    /** A call as it is made. */
    private record Playing(Played played, RtpClip clip, Sipp callee, Published published) {}

    @Test
    void whatIsPlayedIsWhatIsPublished() throws Exception {
        Map<String, CompletableFuture<RtpClip>> clips = new HashMap<>();
        for (Played played : Played.values()) {
            clips.computeIfAbsent(
                    played.options, _ -> CompletableFuture.supplyAsync(() -> clip(played)));
        }
        try (StrictIngest ingest = StrictIngest.start();
                StrictIngest enhanced = StrictIngest.start(Rules::ofEnhanced);
                TestGateway gateway = TestGateway.start(CODECS)) {
            List<Playing> all = new ArrayList<>();
            for (Played played : Played.values()) {
                StrictIngest target = played == Played.H265_AS_IT_IS ? enhanced : ingest;
                all.add(
                        play(
                                gateway,
                                target,
                                played,
                                Objects.requireNonNull(clips.get(played.options)).join()));
            }
            try {
                for (Playing one : all) {
                    isRight(one);
                }
            } finally {
                all.forEach(one -> one.callee().close());
            }
        }
    }

    private static RtpClip clip(Played played) {
        RtpClip clip = RtpClip.of(played.options, "mpegts");
        Set<Integer> types = new HashSet<>();
        clip.packets().forEach(packet -> types.add(played.packetType(packet)));
        assertThat(types).as("packets of %s", played).containsAll(played.packetTypes());
        return clip;
    }

    private static Playing play(
            TestGateway gateway, StrictIngest target, Played played, RtpClip clip) {
        SippScenario scenario =
                SippScenario.invited()
                        .withVideo(played.payloadType(), played.encoding, played.parameters)
                        .ok()
                        .expect("ACK")
                        .beeps(TestMedia.beepsAlaw())
                        .pictures(RtpCapture.write(clip.packets(), played.payloadType()))
                        .pause(20)
                        .bye();
        Sipp callee = Sipp.start(scenario);
        gateway.call(
                "callId",
                played.name(),
                "callee",
                callee.uri(),
                "hasVideo",
                "true",
                "rtmpUrl",
                target.url(),
                "rtmpStream",
                played.name());
        return new Playing(played, clip, callee, target.stream(played.name()));
    }

    private static void isRight(Playing one) throws IOException {
        Published published = one.published().await(PICTURES, 200).kept();
        switch (one.played()) {
            case BASELINE, MAIN_WITH_B_PICTURES, SEVERAL_SLICES -> {
                Recording recording = published.recording();
                assertThat(recording.complaints()).as("%s", one.played()).isEmpty();
                isPartOf(recording.pictureHashes(), one);
            }
            case H265_AS_IT_IS -> {
                var file = PeerProcess.folder("h265").resolve("published.h265");
                Files.write(file, published.byteStream());
                isPartOf(new Recording(file).pictureHashes(), one);
            }
            case H265_ENCODED_ANEW -> {
                List<Double> likeness =
                        new Likeness(one.clip().recording(), 200).of(published.recording());
                assertThat(likeness)
                        .hasSizeGreaterThan(PICTURES - 10)
                        .allSatisfy(db -> assertThat(db).isGreaterThan(LIKE_DB));
            }
        }
    }

    /** From a key frame on, without a hole. */
    private static void isPartOf(List<String> hashes, Playing one) {
        List<String> original = one.clip().recording().pictureHashes();
        int first = original.indexOf(hashes.getFirst());
        assertThat(first).as("%s begins at a key frame", one.played()).isNotNegative();
        assertThat(first % KEY_FRAME_INTERVAL).isZero();
        List<String> whole = hashes.subList(0, Math.min(PICTURES - 10, hashes.size()));
        assertThat(whole)
                .as("%s", one.played())
                .hasSize(PICTURES - 10)
                .isEqualTo(original.subList(first, first + whole.size()));
    }
}
