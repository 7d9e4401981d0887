package io.sipcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.cli.LiveLine.Part;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-26T12:03:04Z"), ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Display display(Screen screen) {
        return Display.forPeople(new PrintWriter(out), new PrintWriter(err), screen, CLOCK);
    }

    private static LiveLine line(String text) {
        return new LiveLine(List.of(new Part(0, Tone.GOOD, text)));
    }

    private String written() {
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    /** One write for each change: to the first column, the text, the rest of the line erased. */
    @Test
    void theLiveLineIsWrittenAnewInPlaceAndOnlyWhenItChanged() {
        Display display = display(new Screen(true, false, true, () -> 12));
        display.live(line("● on air 0:01"), 0);
        assertThat(written()).isEqualTo("\r● on air 0:\u001b[K");
        display.live(line("● on air 0:01"), SECOND);
        assertThat(written()).isEmpty();
        display.live(line("● ended"), 2 * SECOND);
        assertThat(written()).isEqualTo("\r● ended\u001b[K");
        display.note(Note.plain("ringing"));
        assertThat(written()).isEqualTo("\r12:03:04  ringing\u001b[K\n● ended");
        display.end(new Ending(0, "FINISH", "Ended by us.", "3 s.", 3));
        assertThat(written()).isEqualTo("\r\u001b[KEnded by us.\n3 s.\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aLongNoteGoesOnBelowItself() {
        Display display = display(new Screen(true, false, true, () -> 32));
        display.note(Note.plain("target rtmp://a.example.org/app/x is on air"));
        assertThat(written())
                .isEqualTo(
                        """
                        \r12:03:04  target\u001b[K
                                  rtmp://a.example.org/app/x\u001b[K
                                  is on air\u001b[K
                        """);
    }

    @Test
    void coloursAreThereWhenTheyMayBe() {
        Display display = display(new Screen(true, true, true, () -> 80));
        display.live(line("● on air"), 0);
        assertThat(written()).isEqualTo("\r\u001b[32m● on air\u001b[0m\u001b[K");
        display.note(Note.of(Tone.BAD, "gone"));
        assertThat(written()).contains("\u001b[2m12:03:04\u001b[0m  \u001b[31mgone\u001b[0m");
    }

    @Test
    void aFileGetsALineForEachChangeAndOneEachTenSeconds() {
        Display display = display(new Screen(false, false, false, () -> 20));
        for (int second = 0; second <= 25; second++) {
            display.live(line("● on air → 1/1 " + second), second * SECOND);
        }
        display.note(Note.more("player  http://x"));
        display.end(new Ending(1, "BUSY", "It is busy.", "Never answered.", 0));
        assertThat(written().lines())
                .containsExactly(
                        "12:03:04  * on air -> 1/1 10",
                        "12:03:04  * on air -> 1/1 20",
                        "          player  http://x",
                        "Never answered.");
        assertThat(err.toString().strip()).isEqualTo("It is busy.");
    }

    @Test
    void programsGetAnObjectOnEachLine() {
        Display display = Display.json(new PrintWriter(out), CLOCK);
        display.note(Note.plain("for people"));
        display.live(line("for people"), 0);
        display.event("placed", Map.of("callId", "c1"));
        display.end(new Ending(1, "BUSY", "It is\nbusy.", "", 0));
        assertThat(written().lines())
                .containsExactly(
                        "{\"event\":\"placed\",\"at\":\"2026-11-26T12:03:04Z\",\"data\":{\"callId\":\"c1\"}}",
                        "{\"event\":\"end\",\"at\":\"2026-11-26T12:03:04Z\",\"data\":{\"exitCode\":1,"
                                + "\"status\":\"BUSY\",\"reason\":\"It is\\nbusy.\",\"answeredSeconds\":0}}");
    }

    @Test
    void theQuietOneSaysOnlyWhatWentWrong() {
        Display display = Display.quiet(new PrintWriter(err));
        display.note(Note.plain("x"));
        display.live(line("x"), 0);
        display.end(new Ending(0, "FINISH", "All is well.", "3 s.", 3));
        assertThat(err.toString()).isEmpty();
        display.end(new Ending(1, "BUSY", "It is busy.", "", 0));
        assertThat(err.toString().strip()).isEqualTo("It is busy.");
    }

    @Test
    void thereAreNoColoursWhereNobodyWantsThem() {
        assertThat(Screen.ofProcess(Map.of("TERM", "xterm", "NO_COLOR", "1")).colours()).isFalse();
        assertThat(Screen.ofProcess(Map.of("TERM", "dumb")).terminal()).isFalse();
        assertThat(Screen.ofProcess(Map.of()).terminal()).isFalse();
    }
}
