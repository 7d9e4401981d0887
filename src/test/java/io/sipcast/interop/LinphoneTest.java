package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Linphone;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** linphone is called: its beeps are heard, its refusal of the picture is taken. */
@Tag("interop")
class LinphoneTest {
    @Test
    void itsBeepsAreHeardAndItsRefusalOfVideoIsTaken() throws Exception {
        try (Linphone callee = Linphone.start();
                TestGateway gateway = TestGateway.start()) {
            gateway.call("callId", "lin", "callee", callee.uri(), "hasVideo", "true");
            gateway.awaitStatus("lin", "ESTABLISHED");

            Recording recording = gateway.record(gateway.rtmp("lin"), Duration.ofSeconds(6));
            List<Double> beeps = recording.beeps();
            assertThat(recording.tracks())
                    .containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(beeps).hasSizeGreaterThanOrEqualTo(4);
            assertThat(recording.beepSteps())
                    .as("beeps %s", beeps)
                    .allSatisfy(step -> assertThat(step).isCloseTo(1, within(0.04)));

            gateway.terminate("lin");
            gateway.awaitStatus("lin", "FINISH");
        }
    }
}
