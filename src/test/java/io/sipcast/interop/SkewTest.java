package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A callee whose pictures leave 300 ms late: flashes against beeps, as a viewer has them. */
@Tag("interop")
@Tag("timing")
class SkewTest {
    private static final Duration LATE = Duration.ofMillis(300);
    private static final CalleeSettings SETTINGS =
            CalleeSettings.DEFAULT.withVideoDelay(LATE).withRingTime(Duration.ofMillis(500));

    /** Both tracks have had reports by then, and the pictures have moved. */
    private static final double SETTLED = 8;

    /** The jitter buffer's wait, an AAC frame, a busy machine. */
    private static final long PROMPT_MILLIS = 500;

    @Test
    void pictureAndSoundAreTogetherOnceBothTracksHaveReports() throws Exception {
        List<Double> skews = skews(SETTINGS, Duration.ofSeconds(13), SETTLED);
        assertThat(skews).hasSizeGreaterThanOrEqualTo(3);
        assertThat(skews).allSatisfy(skew -> assertThat(skew).isCloseTo(0, within(0.04)));
    }

    @Test
    void withoutReportsTheyAreAsFarApartAsTheyArrive() throws Exception {
        List<Double> skews = skews(SETTINGS.withoutReports(), Duration.ofSeconds(6), 1);
        assertThat(skews).hasSizeGreaterThanOrEqualTo(3);
        assertThat(skews).allSatisfy(skew -> assertThat(skew).isCloseTo(0.3, within(0.06)));
    }

    /** How much later than its beep each flash is; on the way it is seen that nothing waits. */
    private static List<Double> skews(CalleeSettings settings, Duration length, double from)
            throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                DemoCallee callee = DemoCallee.start(settings);
                TestGateway gateway = TestGateway.start()) {
            CompletableFuture<FirstUnits> first =
                    FirstUnits.await(gateway.http("/live/late.flv?wait=1"));
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    callee.uri(),
                    "hasVideo",
                    "true",
                    "toStream",
                    "late",
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "late-pictures");
            String answered = gateway.awaitStatus("c1", "ESTABLISHED").path("answered").asString();
            Recording recording = gateway.record(gateway.rtmp("late"), length);
            isPrompt(first.get(1, TimeUnit.SECONDS), Instant.parse(answered));
            ingest.stream("late-pictures").await(100, 200).kept();
            return skews(recording, from);
        }
    }

    private static void isPrompt(FirstUnits first, Instant answered) {
        Duration audio = Duration.between(answered, first.audio());
        Duration video = Duration.between(answered, first.video());
        assertThat(audio.toMillis()).isLessThan(PROMPT_MILLIS);
        assertThat(video.minus(LATE).toMillis()).isLessThan(PROMPT_MILLIS);
    }

    private static List<Double> skews(Recording recording, double from) {
        List<Double> flashes = recording.flashes();
        return recording.beeps().stream()
                .filter(beep -> beep > from)
                .flatMap(beep ->
                        flashes.stream()
                                .map(flash -> flash - beep)
                                .filter(skew -> Math.abs(skew) < 0.5))
                .toList();
    }
}
