package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.peer.Beeps;
import io.sipcast.peer.Linphone;
import io.sipcast.peer.Recording;
import java.time.Duration;
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

            Windows.oneOf(
                    3,
                    () -> gateway.record(gateway.rtmp("lin"), Duration.ofSeconds(6)),
                    LinphoneTest::hasNoHole,
                    LinphoneTest::hasEveryBeep);

            gateway.terminate("lin");
            gateway.awaitStatus("lin", "FINISH");
        }
    }

    private static void hasNoHole(Recording recording) {
        assertThat(recording.tracks()).containsExactlyInAnyOrder("h264,1280,720", "aac,48000,1");
        assertThat(recording.longestAudioStep()).isLessThan(0.1);
        Beeps.of(recording).areInPlace();
    }

    private static void hasEveryBeep(Recording recording) {
        assertThat(recording.beeps()).hasSizeGreaterThanOrEqualTo(4);
        Beeps.of(recording).areAll();
    }
}
