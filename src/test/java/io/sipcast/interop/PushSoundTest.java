package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.ingest.Published;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.inject.TestSounds;
import io.sipcast.media.ToneMeter;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.net.http.HttpResponse;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pushes that are muted and given another sound, to real servers, decoded by ffmpeg. */
@Tag("interop")
class PushSoundTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int RATE = 8000; // of what a Recording decodes
    private static final int SOUND_HZ = 700;
    private static final double LONG_SECONDS = 2.5;

    @TempDir private Path sounds;

    /** Ordered before the answer, to nginx and to an ingest that forgives nothing. */
    @Test
    void aCallsPushesAreSilentAndSoundAsTheyAreTold() throws Exception {
        TestSounds.tone(sounds.resolve("wait.wav"), SOUND_HZ, 16_000, 1000);
        try (NginxRtmp nginx = NginxRtmp.start();
                StrictIngest ingest = StrictIngest.start();
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", true, ""));
                TestGateway gateway = TestGateway.start("media.sounds=" + sounds)) {
            gateway.call(
                    "callId", "c1", "callee", bob.uri(), "hasVideo", "true", "toStream", "show");
            List<String> pushes =
                    List.of(
                            push(gateway, "show", nginx.url("rec")),
                            push(gateway, "show", ingest.url()));
            Published strict = ingest.stream("rtmp_show");
            long frames = passes(strict, 150);

            order(gateway, "/rest-api/push/mute", pushes);
            hearsTheCall(gateway.record(gateway.rtmp("show"), Duration.ofSeconds(6)));
            order(gateway, "/rest-api/push/unmute", pushes);
            frames = passes(strict, frames + 500);
            order(
                    gateway,
                    "/rest-api/push/sound_on",
                    pushes,
                    "soundFile",
                    "wait.wav",
                    "loop",
                    "true");
            frames = passes(strict, frames + 200);
            order(gateway, "/rest-api/push/sound_off", pushes);
            long _ = passes(strict, frames + 150);
            terminate(gateway, pushes);

            tells(strict.awaitEnd().kept().recording());
            Recording kept = nginx.recording("rtmp_show");
            tells(kept);
            assertThat(kept.tracks()).containsExactlyInAnyOrder("h264,640,360", "aac,48000,1");
            assertThat(kept.complaints()).isEmpty();
            gateway.terminate("c1");
        }
    }

    /** Its header says 44.1 kHz in stereo, and goes on saying so. */
    @Test
    void anEncodersStreamIsPushedAndReplacedLikewise() throws Exception {
        TestSounds.tone(sounds.resolve("wait.wav"), SOUND_HZ, 8000, 1000);
        try (StrictIngest ingest = StrictIngest.start();
                TestGateway gateway = TestGateway.start("media.sounds=" + sounds);
                PeerProcess _ = encoder(gateway.rtmp("studio"))) {
            await().atMost(LIMIT).until(() -> gateway.hasFlv("studio"));
            List<String> pushes = List.of(push(gateway, "studio", ingest.url()));
            Published strict = ingest.stream("rtmp_studio");
            long frames = passes(strict, 150);

            order(gateway, "/rest-api/push/mute", pushes);
            frames = passes(strict, frames + 150);
            order(gateway, "/rest-api/push/unmute", pushes);
            frames = passes(strict, frames + 150);
            order(
                    gateway,
                    "/rest-api/push/sound_on",
                    pushes,
                    "soundFile",
                    "wait.wav",
                    "loop",
                    "true");
            long _ = passes(strict, frames + 150);
            terminate(gateway, pushes);

            Recording got = strict.awaitEnd().kept().recording();
            tells(got);
            assertThat(got.tracks()).containsExactlyInAnyOrder("h264,320,180", "aac,44100,2");
        }
    }

    /** Beeps, then nothing at all for long, beeps again, and then the tone. */
    private static void tells(Recording recording) {
        ShortBuffer sound = recording.sound();
        List<Span> silences = spans(sound, false);
        List<Span> tones = spans(sound, true);
        assertThat(silences).as("silences of %s", recording).hasSize(1);
        assertThat(tones).as("tones").hasSize(1);
        Span silence = silences.getFirst();
        Span tone = tones.getFirst();
        assertThat(silence.from()).isGreaterThan(1.5);
        assertThat(tone.from()).isGreaterThan(silence.to() + 1);
        short[] heard = new short[(int) ((tone.to() - tone.from()) * RATE)];
        sound.get((int) (tone.from() * RATE), heard);
        assertThat(ToneMeter.hz(heard, RATE)).isCloseTo(SOUND_HZ, within(2.0));
        assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.7));
        List<Double> beeps = recording.beeps();
        assertThat(beeps.stream().filter(at -> at < silence.from() + 0.2).count())
                .isGreaterThanOrEqualTo(2);
        assertThat(beeps.stream().filter(at -> at > silence.to() && at < tone.from()).count())
                .isGreaterThanOrEqualTo(2);
        assertThat(recording.longestAudioStep()).isLessThan(0.05);
    }

    /** Another output of the same stream, meanwhile. */
    private static void hearsTheCall(Recording viewed) {
        assertThat(viewed.beeps()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(spans(viewed.sound(), false)).isEmpty();
    }

    /** In seconds. */
    private record Span(double from, double to) {}

    /** Where it is loud, or silent, all the time for longer than beeps and their pauses are. */
    private static List<Span> spans(ShortBuffer sound, boolean loud) {
        int window = RATE / 50;
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (int at = 0; at + window <= sound.limit(); at += window) {
            if (isLoud(sound, at, window) != loud) {
                add(spans, from, at);
                from = at + window;
            }
        }
        add(spans, from, sound.limit());
        return spans;
    }

    private static void add(List<Span> spans, int from, int to) {
        if (to - from >= LONG_SECONDS * RATE) {
            spans.add(new Span((double) from / RATE, (double) to / RATE));
        }
    }

    private static boolean isLoud(ShortBuffer sound, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (Math.abs(sound.get(i)) > 1000) {
                return true;
            }
        }
        return false;
    }

    /** Waits for so many frames of sound, which are the clock here. */
    private static long passes(Published strict, long frames) {
        var _ = strict.await(1, frames).kept();
        return frames;
    }

    private static String push(TestGateway gateway, String stream, String url) {
        HttpResponse<String> reply =
                gateway.post("/rest-api/push/startup", "streamName", stream, "rtmpUrl", url);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonNode push = JSON.readTree(reply.body());
        assertThat(push.path("streamName").asString("")).isEqualTo("rtmp_" + stream);
        return push.path("mediaSessionId").asString("");
    }

    private static void order(
            TestGateway gateway, String method, List<String> pushes, String... fields) {
        for (String id : pushes) {
            List<String> all = new ArrayList<>(List.of("mediaSessionId", id));
            all.addAll(List.of(fields));
            HttpResponse<String> reply = gateway.post(method, all.toArray(String[]::new));
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
        }
    }

    private static void terminate(TestGateway gateway, List<String> pushes) {
        order(gateway, "/rest-api/push/terminate", pushes);
        assertThat(gateway.get("/rest-api/push/find_all").statusCode()).isEqualTo(404);
    }

    /** Beeps and a test card, as an encoder would send them. */
    private static PeerProcess encoder(String url) {
        return PeerProcess.start(
                PeerProcess.folder("encoder"),
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=25",
                "-f",
                "lavfi",
                "-i",
                "aevalsrc=0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.1):s=44100:c=stereo",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-profile:v",
                "baseline",
                "-pix_fmt",
                "yuv420p",
                "-g",
                "25",
                "-c:a",
                "aac",
                "-ac",
                "2",
                "-f",
                "flv",
                url);
    }
}
