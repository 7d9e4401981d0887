package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.media.ToneMeter;
import io.sipcast.peer.AttentiveCallee;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.PeerProcess;
import io.sipcast.transcode.Picture;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What callees hear and see of us, decoded from what they were sent. */
@Tag("interop")
@Tag("timing")
class InjectTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir private static Path home;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path sounds = Files.createDirectories(home.resolve("sounds"));
        Files.writeString(home.resolve("secret.wav"), "not theirs");
        Files.writeString(sounds.resolve("text.wav"), "no sound");
        Files.createSymbolicLink(sounds.resolve("link.wav"), home.resolve("secret.wav"));
        tone(sounds.resolve("stereo.wav"), "-ar", "44100", "-af", "pan=stereo|c0=c0|c1=c0");
        tone(sounds.resolve("tone.mp3"), "-ar", "44100", "-c:a", "libmp3lame");
        tone(sounds.resolve("tone.opus"), "-ar", "48000", "-c:a", "libopus");
        gateway =
                TestGateway.start(
                        "media.sounds=" + sounds,
                        "media.callee.video=true",
                        "rtp.first-packet-timeout=20s");
    }

    /** Two seconds of 700 Hz, 13 dB below full scale. */
    private static void tone(Path file, String... encoding) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                "aevalsrc=0.316*sin(2*PI*700*t):s=48000:d=2"));
        command.addAll(List.of(encoding));
        command.add(file.toString());
        String _ = PeerProcess.run(LIMIT, command.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"stereo.wav, 0.3", "tone.mp3, 0.5", "tone.opus, 1"})
    void aFileOfAnyKindIsHeardOnce(String file, double decibels) {
        String id = "hears-" + file;
        try (var callee = new AttentiveCallee(300, 0)) {
            call(id, callee, false);
            int from = callee.soundPackets();
            assertThat(inject(id, file).statusCode()).isEqualTo(200);
            JsonNode during = gateway.details(id).path("media").path("callee");
            awaitPackets(callee, from + 120);

            short[] tone = loud(callee.heard(from));
            assertThat(tone.length / 8000.0).isCloseTo(2, within(0.07));
            assertThat(ToneMeter.hz(tone, 8000)).isCloseTo(700, within(1.5));
            assertThat(ToneMeter.dbfs(tone)).isCloseTo(-13, within(decibels));
            assertThat(callee.soundIsContinuous()).isTrue();
            assertThat(during.path("hears").asString()).isEqualTo(file);
            JsonNode after = gateway.details(id).path("media").path("callee");
            assertThat(after.path("hears").asString()).isEqualTo("silence");
            gateway.terminate(id);
        }
    }

    @Test
    void theStreamOfAnotherCallIsHeardAndSeenAndThenTheSlate() {
        try (var viewer = new AttentiveCallee(300, 0);
                var source = new AttentiveCallee(600, 180)) {
            call("viewer", viewer, true);
            call("source", source, true);
            await().atMost(LIMIT).until(() -> !viewer.seen(0).isEmpty());
            assertThat(viewer.seen(0)).allMatch(InjectTest::isSlate);
            int slate = viewer.picturePackets();
            viewer.requestKeyFrame();
            await().atMost(LIMIT).until(() -> viewer.keyFrames(slate) == 1);

            int from = viewer.soundPackets();
            assertThat(stream("viewer", "source").statusCode()).isEqualTo(200);
            awaitPackets(viewer, from + 150);
            JsonNode during = gateway.details("viewer").path("media").path("callee");
            short[] heard = viewer.heard(from + 50);
            assertThat(ToneMeter.hz(heard, 8000)).isCloseTo(600, within(2.0));
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-15.3, within(0.6));
            List<Picture> seen = viewer.seen(0);
            assertThat(luma(seen.getLast())).isCloseTo(180, within(4.0));
            assertThat(seen.getLast().width()).isEqualTo(320);
            assertThat(seen.stream().filter(one -> one.width() == 320).count()).isGreaterThan(40);
            assertThat(viewer.picturesRise()).isTrue();
            assertThat(during.path("hears").asString()).isEqualTo("live/source");
            assertThat(during.path("sees").asString()).isEqualTo("live/source");

            gateway.terminate("source");
            int end = viewer.picturePackets();
            await().atMost(LIMIT).until(() -> viewer.keyFrames(end) > 0);
            assertThat(isSlate(viewer.seen(0).getLast())).isTrue();
            assertThat(viewer.picturesRise()).isTrue();
            assertThat(viewer.soundIsContinuous()).isTrue();
            gateway.terminate("viewer");
        }
    }

    @Test
    void theStreamOfAnEncoderIsHeard() throws Exception {
        Process encoder =
                new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-re",
                                "-f",
                                "lavfi",
                                "-i",
                                "aevalsrc=0.316*sin(2*PI*900*t):s=44100:c=stereo:d=30",
                                "-f",
                                "lavfi",
                                "-i",
                                "color=gray:s=320x180:r=25:d=30",
                                "-c:a",
                                "aac",
                                "-c:v",
                                "libx264",
                                "-profile:v",
                                "high",
                                "-g",
                                "25",
                                "-f",
                                "flv",
                                gateway.rtmp("encoder"))
                        .redirectErrorStream(true)
                        .start();
        try (var callee = new AttentiveCallee(300, 0)) {
            call("listener", callee, true);
            await().atMost(LIMIT).until(() -> stream("listener", "encoder").statusCode() == 200);
            int from = callee.soundPackets();
            awaitPackets(callee, from + 200);

            short[] heard = callee.heard(from + 100);
            assertThat(ToneMeter.hz(heard, 8000)).isCloseTo(900, within(3.0));
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13, within(0.7));
            assertThat(loud(heard).length).as("without a hole").isGreaterThan(heard.length - 400);
            JsonNode state = gateway.details("listener").path("media").path("callee");
            assertThat(state.path("note").asString())
                    .startsWith("Its pictures are not shown: they are of profile-level-id 6400");
            assertThat(callee.seen(0)).isNotEmpty().allMatch(InjectTest::isSlate);

            int silent = callee.soundPackets();
            assertThat(end("listener").statusCode()).isEqualTo(200);
            awaitPackets(callee, silent + 30);
            assertThat(ToneMeter.dbfs(callee.heard(silent + 10))).isLessThan(-80);
            gateway.terminate("listener");
        } finally {
            encoder.destroy();
            encoder.waitFor();
        }
    }

    @Test
    void whatCannotBeSaysWhyAndChangesNothing() {
        try (var callee = new AttentiveCallee(300, 0)) {
            assertThat(inject("nobody", "stereo.wav").statusCode()).isEqualTo(404);
            assertThat(stream("nobody", "nothing").statusCode()).isEqualTo(404);
            assertThat(end("nobody").statusCode()).isEqualTo(404);

            gateway.call("callId", "a", "callee", callee.uri(), "hasVideo", "true");
            var _ = callee.expectInvite();
            HttpResponse<String> early = inject("a", "stereo.wav");
            assertThat(early.statusCode()).isEqualTo(409);
            assertThat(early.body()).contains("not answered yet");
            callee.answer();
            gateway.awaitStatus("a", "ESTABLISHED");

            assertThat(inject("a", "nothing.wav").statusCode()).isEqualTo(404);
            assertThat(inject("a", "link.wav").statusCode()).isEqualTo(404);
            assertThat(inject("a", "../secret.wav").statusCode()).isEqualTo(400);
            assertThat(inject("a", home + "/secret.wav").statusCode()).isEqualTo(400);
            HttpResponse<String> broken = inject("a", "text.wav");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(broken.body()).contains("The file text.wav can't be played.");
            assertThat(stream("a", "nothing").statusCode()).isEqualTo(404);
            HttpResponse<String> own = stream("a", "a");
            assertThat(own.statusCode()).isEqualTo(409);
            assertThat(own.body()).contains("The callee would hear itself");
            assertThat(stream("a", "live/a").statusCode()).isEqualTo(409);
            assertThat(end("a").statusCode()).isEqualTo(404);

            awaitPackets(callee, callee.soundPackets() + 20);
            assertThat(ToneMeter.dbfs(callee.heard(0))).isLessThan(-80);
            gateway.terminate("a");
        }
    }

    /** baresip decodes by itself: what its own recording has is what it heard. */
    @Test
    void baresipHearsIt() {
        try (var callee = Baresip.recording(new Baresip.Settings("ear", "", false, ""))) {
            gateway.call("callId", "baresip", "callee", callee.uri(), "hasVideo", "false");
            gateway.awaitStatus("baresip", "ESTABLISHED");
            assertThat(inject("baresip", "stereo.wav").statusCode()).isEqualTo(200);
            gateway.awaitDetails(
                    "baresip",
                    call ->
                            call.path("media").path("callee").path("injected").isNull()
                                    && call.path("status").asString().equals("ESTABLISHED"));
            gateway.terminate("baresip");
            gateway.awaitStatus("baresip", "FINISH");

            var sound = callee.heard().sound();
            short[] all = new short[sound.remaining()];
            sound.get(all);
            short[] tone = loud(all);
            assertThat(tone.length / 8000.0).isCloseTo(2, within(0.1));
            assertThat(ToneMeter.hz(tone, 8000)).isCloseTo(700, within(2.0));
            assertThat(ToneMeter.dbfs(tone)).isCloseTo(-13, within(0.5));
        }
    }

    private static void call(String id, AttentiveCallee callee, boolean video) {
        gateway.call("callId", id, "callee", callee.uri(), "hasVideo", Boolean.toString(video));
        var _ = callee.expectInvite();
        callee.answer();
        gateway.awaitStatus(id, "ESTABLISHED");
    }

    private static HttpResponse<String> inject(String id, String file) {
        return gateway.post("/rest-api/call/inject_sound", "callId", id, "fileName", file);
    }

    private static HttpResponse<String> stream(String id, String name) {
        return gateway.post(
                "/rest-api/call/inject_stream/startup", "callId", id, "streamName", name);
    }

    private static HttpResponse<String> end(String id) {
        return gateway.post("/rest-api/call/inject_stream/terminate", "callId", id);
    }

    private static void awaitPackets(AttentiveCallee callee, int count) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> callee.soundPackets() >= count);
    }

    /** From the first loud sample to the last. */
    private static short[] loud(short[] samples) {
        int from = 0;
        while (from < samples.length && Math.abs(samples[from]) < 1000) {
            from++;
        }
        int to = samples.length;
        while (to > from && Math.abs(samples[to - 1]) < 1000) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }

    private static boolean isSlate(Picture picture) {
        int middle = picture.luma()[180 * 640 + 320] & 0xFF;
        int corner = picture.luma()[20 * 640 + 20] & 0xFF;
        return picture.width() == 640 && Math.abs(middle - 200) < 12 && Math.abs(corner - 58) < 8;
    }

    private static double luma(Picture picture) {
        long sum = 0;
        for (byte one : picture.luma()) {
            sum += one & 0xFF;
        }
        return (double) sum / picture.luma().length;
    }
}
