package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.peer.Baresip;
import io.sipcast.peer.Recording;
import java.nio.ShortBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** baresip, which has Opus and nothing else, sends stereo; a viewer hears one channel or both. */
@Tag("interop")
class OpusInteropTest {
    private static final Duration LENGTH = Duration.ofSeconds(6);

    @Test
    void itsBeepsReachTheViewerWithTheirPitchAndLevel() throws Exception {
        var settings = new Baresip.Settings("bob", "", false, "").with(Baresip.Sound.OPUS);
        try (Baresip bob = Baresip.start(settings);
                TestGateway gateway = TestGateway.start()) {
            gateway.call("callId", "c1", "callee", bob.uri(), "toStream", "opus");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording recording = gateway.record(gateway.rtmp("opus"), LENGTH);
            JsonNode audio = gateway.details("c1").path("media").path("audio");

            assertThat(audio.path("codec").asString()).as(audio.toString()).isEqualTo("OPUS");
            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.longestAudioStep()).isLessThan(0.1);
            assertThat(recording.beeps()).hasSizeBetween(5, 7);
            assertThat(recording.pitches())
                    .isNotEmpty()
                    .allSatisfy(pitch -> assertThat(pitch).isCloseTo(1000, within(25.0)));
            assertThat(peak(recording.sound())).isCloseTo(0.5, within(0.1));
            gateway.terminate("c1");
        }
    }

    @Test
    void leftAndRightStayApartWhereTwoChannelsAreWanted() throws Exception {
        var settings =
                new Baresip.Settings("bob", "", false, "").with(Baresip.Sound.OPUS_TWO_BEEPS);
        try (Baresip bob = Baresip.start(settings);
                TestGateway gateway = TestGateway.start("media.audio.channels=2")) {
            gateway.call("callId", "c1", "callee", bob.uri(), "toStream", "two");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Recording recording = gateway.record(gateway.rtmp("two"), LENGTH);

            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.tracks()).contains("aac,48000,2");
            assertThat(recording.channel(0).pitches())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(pitch -> assertThat(pitch).isCloseTo(1000, within(25.0)));
            assertThat(recording.channel(1).pitches())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(pitch -> assertThat(pitch).isCloseTo(500, within(25.0)));
            gateway.terminate("c1");
        }
    }

    private static double peak(ShortBuffer samples) {
        int peak = 0;
        for (int i = 0; i < samples.limit(); i++) {
            peak = Math.max(peak, Math.abs(samples.get(i)));
        }
        return peak / 32_768.0;
    }
}
