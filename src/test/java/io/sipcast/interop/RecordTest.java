package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.ingest.Published;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.mp4.Mp4File;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings as ffmpeg decodes them. */
@Tag("interop")
class RecordTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String FOLDER = "record.folder=";
    private static final String ANY_DISK = "record.min-free=0";

    /** Beeps and flashes of the demo callee begin in the same moment. */
    @Test
    void aCallIsInFilesInSync(@TempDir Path folder) throws Exception {
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway =
                        TestGateway.start(FOLDER + folder, ANY_DISK, "record.max-duration=3s")) {
            gateway.call("callId", "c1", "callee", bob.uri(), "hasVideo", "true", "record", "true");
            gateway.awaitDetails("c1", call -> call.at("/recording/files").size() > 2);
            assertThat(gateway.get("/metrics").body())
                    .contains("sipcast_recordings{status=\"recording\"} 1.0")
                    .contains("sipcast_recordings_files_total 3.0");
            assertThat(gateway.post("/rest-api/stream/terminate", "name", "c1").statusCode())
                    .isEqualTo(200); // hangs up
            gateway.awaitStatus("c1", "FINISH");
            await().atMost(LIMIT)
                    .until(() -> gateway.get("/api/v1/recordings").body().contains("\"live\":[]"));
        }
        List<Path> files = files(folder);
        assertThat(files.size()).isGreaterThan(2);
        for (Path file : files.subList(0, files.size() - 1)) {
            var recording = new Recording(file);
            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,640,360", "aac,48000,1");
        }
        beginsInSteps(new Recording(files.getFirst()));
        inSync(
                new Recording(
                        files.get(1))); // in the first one the call's reports may not be in yet
        assertThat(new Mp4File(Files.readAllBytes(files.getFirst())).order()).endsWith("mfra");
    }

    /** Its encoder opens while the first pictures come: both outputs are there before the call. */
    @Test
    void theSoundOfACallBeginsInStepsInFilesAndPushes(@TempDir Path folder) throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", true, ""));
                TestGateway gateway = TestGateway.start(FOLDER + folder, ANY_DISK)) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    bob.uri(),
                    "hasVideo",
                    "true",
                    "record",
                    "true",
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "start");
            Published published = ingest.stream("start").await(60, 150);
            gateway.terminate("c1");
            gateway.awaitStatus("c1", "FINISH");
            await().atMost(LIMIT)
                    .until(() -> gateway.get("/api/v1/recordings").body().contains("\"live\":[]"));
            Recording pushed = published.awaitEnd().kept().recording();
            beginsInSteps(new Recording(files(folder).getFirst()));
            beginsInSteps(pushed);
        }
    }

    /** A frame of 1024 samples after the other, none squeezed in; near nought in both tracks. */
    private static void beginsInSteps(Recording recording) {
        List<Double> sound = recording.packetTimes("a").subList(0, 60);
        for (int i = 1; i < sound.size(); i++) {
            assertThat(sound.get(i) - sound.get(i - 1))
                    .as("step %s of %s", i, sound)
                    .isBetween(0.0200, 0.0226);
        }
        double pictures = recording.packetTimes("v").getFirst();
        assertThat(Math.min(sound.getFirst(), pictures)).isCloseTo(0, within(0.001));
        assertThat(Math.max(sound.getFirst(), pictures)).isLessThan(2);
        assertThat(recording.keyFrames().getFirst()).isEqualTo(pictures);
    }

    /** A beep leads or follows its flash by less than two pictures. */
    private static void inSync(Recording recording) {
        List<Double> beeps = recording.beeps();
        assertThat(beeps).isNotEmpty();
        for (double flash : recording.flashes()) {
            assertThat(beeps)
                    .anySatisfy(beep -> assertThat(Math.abs(beep - flash)).isLessThan(0.08));
        }
    }

    /**
     * What the publisher sent is what decodes, picture for picture, and the sound stays in place.
     */
    @Test
    void whatAnEncoderPublishesIsRecordedUntouched(@TempDir Path folder) throws Exception {
        try (TestGateway gateway = TestGateway.start(FOLDER + folder, ANY_DISK);
                PeerProcess _ = RtmpPeersTest.publish(gateway.rtmp("show"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            assertThat(gateway.post("/api/v1/recordings", "stream", "show").statusCode())
                    .isEqualTo(201);
            await().atMost(LIMIT).until(() -> bytes(folder) > 300_000);
        }
        var recording = new Recording(files(folder).getFirst());
        assertThat(recording.complaints()).isEmpty();
        List<Double> flashes = recording.flashes();
        List<Double> beeps = recording.beeps();
        assertThat(flashes).hasSizeGreaterThan(2);
        for (double flash : flashes) {
            assertThat(beeps)
                    .anySatisfy(beep -> assertThat(Math.abs(beep - flash)).isLessThan(0.025));
        }
        assertThat(recording.longestAudioStep()).isLessThan(0.0225);
    }

    /**
     * A viewer sees the stream up to the kill, which comes when a fragment is about to be written:
     * of the recording, less than the last second is missing.
     */
    @Test
    void allButTheLastSecondSurvivesAKill(@TempDir Path folder, @TempDir Path seen)
            throws Exception {
        Path file = seen.resolve("seen.flv");
        try (GatewayProcess process = GatewayProcess.start(List.of(), FOLDER + folder, ANY_DISK);
                TestGateway gateway = TestGateway.of(process);
                HttpClient viewer = HttpClient.newHttpClient();
                PeerProcess _ = RtmpPeersTest.publish(gateway.rtmp("show"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("show"));
            var viewed =
                    viewer.sendAsync(
                            HttpRequest.newBuilder(URI.create(gateway.http("/live/show.flv")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofFile(file));
            assertThat(gateway.post("/api/v1/recordings", "stream", "show").statusCode())
                    .isEqualTo(201);
            await().atMost(LIMIT).until(() -> bytes(folder) > 250_000);
            long written = bytes(folder);
            await().pollInterval(Duration.ofMillis(2)).until(() -> bytes(folder) > written);
            await().pollDelay(Duration.ofMillis(420)).until(() -> true); // time is the matter
            process.kill();
            await().atMost(LIMIT).until(viewed::isDone);
        }
        var recording = new Recording(files(folder).getFirst());
        assertThat(recording.complaints()).isEmpty();
        assertThat(recording.flashes()).hasSizeGreaterThan(1);
        for (String track : List.of("v", "a")) {
            double missing = missing(recording, new Recording(file), track);
            assertThat(missing).as(track).isBetween(0.0, 1.0);
        }
    }

    /** How much longer somebody saw a track than it was recorded: both have the same packets. */
    private static double missing(Recording recorded, Recording seen, String track) {
        List<Integer> sizes = recorded.packetSizes(track);
        List<Integer> last = sizes.subList(sizes.size() - 20, sizes.size());
        int at = Collections.lastIndexOfSubList(seen.packetSizes(track), last);
        assertThat(at).as("the last packets of the recording were seen").isNotNegative();
        List<Double> times = seen.packetTimes(track);
        return times.getLast() - times.get(at + last.size() - 1);
    }

    private static long bytes(Path folder) {
        return files(folder).stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
