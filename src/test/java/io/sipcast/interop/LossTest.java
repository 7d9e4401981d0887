package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.demo.TestCard;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call over a bad way: what is lost is missing, and nothing else is wrong. */
@Tag("interop")
@Tag("timing")
class LossTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    @Test
    void lossReorderingAndDuplicatesBreakNeitherSoundNorPictures() throws Exception {
        var damage = new Damage(20261123);
        try (StrictIngest ingest = StrictIngest.start();
                DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT.withLinks(damage));
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee.uri(),
                    "hasVideo",
                    "true",
                    "toStream",
                    "bad",
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "bad-way");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording recording = gateway.record(gateway.rtmp("bad"), LENGTH);

            String media = gateway.details("c1").path("media").toString();
            assertThat(damage.lost()).as(media).isGreaterThan(10);
            assertThat(damage.overtaken()).isGreaterThan(10);
            assertThat(damage.twice()).isGreaterThan(3);

            assertThat(recording.complaints()).isEmpty();
            soundHasNoHole(recording);
            picturesAreWhole(recording);
            goesOn(recording);
            ingest.stream("bad-way").await(60, 400).kept();
        }
    }

    private static void soundHasNoHole(Recording recording) {
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        List<Double> beeps = recording.beeps();
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(8);
        assertThat(recording.beepSteps())
                .as("beeps %s", beeps)
                .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.05)));
    }

    /** Each picture is one that the undamaged test card decodes to, bit by bit. */
    private static void picturesAreWhole(Recording recording) throws IOException {
        List<String> source = undamaged().pictureHashes();
        assertThat(source).hasSize(TestCard.PICTURES);
        assertThat(recording.pictureHashes()).hasSizeGreaterThan(60);
        assertThat(source).containsAll(recording.pictureHashes());
    }

    private static Recording undamaged() throws IOException {
        Path file = PeerProcess.folder("card").resolve("card.h264");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (byte[] unit : TestCard.forMode(1).accessUnits()) {
                out.write(unit);
            }
        }
        return new Recording(file);
    }

    private static void goesOn(Recording recording) {
        double soundEnd = recording.packetTimes("a").getLast();
        assertThat(soundEnd).isGreaterThan(LENGTH.toSeconds() - 0.5);
        assertThat(recording.keyFrames()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(recording.keyFrames().getLast()).isGreaterThan(soundEnd - 3.5);
    }
}
