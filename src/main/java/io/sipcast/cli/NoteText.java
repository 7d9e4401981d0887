package io.sipcast.cli;

import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A note as it is written: when, and what, below each other where a terminal is too narrow. */
record NoteText(Screen screen, Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String NO_TIME = " ".repeat(8);
    private static final String GAP = "  ";
    private static final int NARROWEST = 20;

    /** The lines, of which only a terminal has more than one. */
    List<String> of(Note note) {
        List<String> lines = new ArrayList<>();
        String time =
                note.timed()
                        ? screen.painted(Tone.DIM, TIME.format(LocalTime.now(clock)))
                        : NO_TIME;
        for (String line : wrapped(screen.written(note.text()))) {
            lines.add(time + GAP + screen.painted(note.tone(), line));
            time = NO_TIME;
        }
        return lines;
    }

    /** Between words; what is longer than a line, such as a URL, stays whole. */
    private List<String> wrapped(String text) {
        int room = screen.columns().getAsInt() - NO_TIME.length() - GAP.length();
        if (!screen.terminal() || room < NARROWEST || text.length() <= room) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : rest.indexOf(' ', room);
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        lines.add(rest);
        return lines;
    }
}
