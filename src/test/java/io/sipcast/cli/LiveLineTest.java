package io.sipcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.cli.LiveLine.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final LiveLine LINE =
            new LiveLine(
                    List.of(
                            new Part(0, Tone.GOOD, "● on air 0:01:23"),
                            new Part(2, Tone.PLAIN, "PCMU  64k -19 dB"),
                            new Part(3, Tone.PLAIN, "H264 640x360 25/s 512k"),
                            new Part(4, Tone.PLAIN, "loss 0.0 %"),
                            new Part(1, Tone.WARNING, "→ 1/2 targets"),
                            new Part(5, Tone.PLAIN, "skew 3 ms")));

    @Test
    void aWideTerminalHasItAll() {
        assertThat(LINE.fitted(120).text())
                .isEqualTo(
                        "● on air 0:01:23  PCMU  64k -19 dB  H264 640x360 25/s 512k  loss 0.0 %"
                                + "  → 1/2 targets  skew 3 ms");
    }

    @Test
    void whatMattersLeastGivesWay() {
        assertThat(LINE.fitted(79).text())
                .isEqualTo(
                        "● on air 0:01:23  PCMU  64k -19 dB  H264 640x360 25/s 512k  → 1/2 targets");
        assertThat(LINE.fitted(50).text())
                .isEqualTo("● on air 0:01:23  PCMU  64k -19 dB  → 1/2 targets");
        assertThat(LINE.fitted(31).text()).isEqualTo("● on air 0:01:23  → 1/2 targets");
        assertThat(LINE.fitted(30).text()).isEqualTo("● on air 0:01:23");
        assertThat(LINE.fitted(10).text()).isEqualTo("● on air 0");
    }

    @Test
    void itNeverIsWiderThanTheTerminal() {
        for (int width = 1; width < 130; width++) {
            assertThat(LINE.fitted(width).text()).hasSizeLessThanOrEqualTo(width);
        }
    }

    @Test
    void coloursAddNoSignOfTheirOwn() {
        String painted = LINE.painted();
        assertThat(painted)
                .contains("\u001b[32m● on air 0:01:23\u001b[0m")
                .contains("\u001b[33m→ 1/2 targets\u001b[0m");
        assertThat(painted.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(LINE.text());
    }

    @Test
    void aPeersWordsCannotMoveTheCursor() {
        var part = new Part(0, Tone.PLAIN, "H264\u001b[2J\r\n\u009b1A\u202e");
        assertThat(part.text()).isEqualTo("H264?[2J???1A?");
    }
}
