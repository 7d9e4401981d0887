package io.sipcast.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The measure itself is measured: on a file whose beeps and flashes are known. */
@Tag("interop")
class RecordingTest {
    private final Recording recording = new Recording(TestMedia.mp4());

    @Test
    void findsTheBeepsAndFlashesThatWerePutIn() {
        List<Double> beeps = recording.beeps();
        List<Double> flashes = recording.flashes();

        assertThat(beeps).hasSize(60);
        assertThat(flashes).hasSize(60);
        assertThat(recording.pitches())
                .allSatisfy(hz -> assertThat(hz).isCloseTo(1000, within(50.0)));
        for (int second = 0; second < 60; second++) {
            assertThat(beeps.get(second)).isCloseTo(second, within(0.03));
            assertThat(flashes.get(second)).isCloseTo(second, within(0.01));
        }
    }

    @Test
    void describesWhatTheFileHolds() {
        assertThat(recording.tracks()).containsExactly("h264,640,360", "aac,48000,1");
        assertThat(recording.complaints()).isEmpty();
        assertThat(recording.longestAudioStep()).isLessThan(0.025);
        assertThat(recording.keyFrames()).hasSize(60);
        assertThat(recording.pictures()).hasSize(1500);
        assertThat(recording.pictureHashes()).hasSize(1500);
    }
}
