package io.sipcast.cli;

import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** A note as a line: when, and what. */
record NoteText(Screen screen, Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String NO_TIME = " ".repeat(8);

    String of(Note note) {
        String time =
                note.timed()
                        ? screen.painted(Tone.DIM, TIME.format(LocalTime.now(clock)))
                        : NO_TIME;
        return time + "  " + screen.painted(note.tone(), screen.written(note.text()));
    }
}
