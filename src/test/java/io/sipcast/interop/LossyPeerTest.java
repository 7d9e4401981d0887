package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.LossyRelay;
import io.sipcast.peer.Recording;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** baresip beyond a way that loses, doubles and delays, both ways: what a viewer has of it. */
@Tag("interop")
@Tag("timing")
class LossyPeerTest {
    private static final int SECONDS = 20;
    private static final int JITTER_MILLIS = 80;
    private static final long SEED = 20_261_125;

    /** The first picture after a loss comes with a key frame, which has to be asked for. */
    private static final double SETTLED = 6;

    @Test
    void beepsAndFlashesComeThroughABadNetwork() throws Exception {
        var damage = new Damage(SEED);
        var settings = new Baresip.Settings("bob", "", true, "");
        try (Baresip bob = Baresip.start(settings);
                var relay = new LossyRelay(portOf(bob), damage, JITTER_MILLIS, SEED);
                TestGateway gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    relay.uri(bob.uri()),
                    "hasVideo",
                    "true",
                    "toStream",
                    "far");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording recording = gateway.record(gateway.rtmp("far"), Duration.ofSeconds(SECONDS));
            JsonNode media = gateway.details("c1").path("media");

            assertThat(damage.lost()).isGreaterThan(10);
            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            everySecondHasItsBeep(recording);
            flashesAreWithTheirBeeps(recording);
            isTold(media);
        }
    }

    private static int portOf(Baresip bob) {
        return URI.create(bob.uri().replace("sip:", "sip://")).getPort();
    }

    private static void everySecondHasItsBeep(Recording recording) {
        List<Double> beeps = recording.beeps();
        assertThat(beeps).hasSizeBetween(SECONDS - 2, SECONDS + 1);
        assertThat(recording.beepSteps())
                .as("beeps %s", beeps)
                .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.05)));
    }

    /**
     * Those that are lost with their pictures are missing, and the first white pictures of one may
     * be. Before both tracks have had reports they are where they arrive, some 0.2 s off.
     */
    private static void flashesAreWithTheirBeeps(Recording recording) {
        List<Double> beeps = recording.beeps();
        List<Double> late = recording.flashes().stream().filter(at -> at > SETTLED).toList();
        assertThat(late).hasSizeGreaterThanOrEqualTo(3);
        for (double flash : late) {
            double nearest =
                    beeps.stream().mapToDouble(beep -> Math.abs(beep - flash)).min().orElseThrow();
            assertThat(nearest).as("beeps %s, flashes %s", beeps, late).isLessThan(0.35);
        }
        for (int i = 1; i < late.size(); i++) {
            double step = late.get(i) - late.get(i - 1);
            assertThat(step).as("flashes %s", late).isCloseTo(Math.rint(step), within(0.3));
        }
    }

    private static void isTold(JsonNode media) {
        assertThat(media.at("/audio/packets/lost").asInt()).as("%s", media).isPositive();
        assertThat(media.at("/audio/packets/bitRate").asInt()).isBetween(40_000, 80_000);
        assertThat(media.at("/audio/packets/waitMillis").asInt()).isBetween(60, 400);
        assertThat(media.at("/audio/allowedMillis").asInt()).isBetween(100, 440);
        assertThat(media.at("/video/packets/roundTripMillis").asInt()).isBetween(-1, 400);
        assertThat(media.at("/video/feedback/pli").asInt()).isPositive();
        assertThat(media.at("/video/feedback/ignored").asBoolean()).isFalse();
    }
}
