package io.sipcast.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;

/** For a file or a pipe: a line for each change, and one with the figures from time to time. */
final class LineDisplay implements Display {
    private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final PrintWriter err;
    private final Screen screen;
    private final NoteText text;
    private boolean begun;
    private long lastNanos;

    LineDisplay(PrintWriter out, PrintWriter err, Screen screen, Clock clock) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        text = new NoteText(screen, clock);
    }

    @Override
    public void note(Note note) {
        text.of(note).forEach(line -> print(out, line));
    }

    @Override
    public void live(LiveLine line, long nowNanos) {
        if (!begun) {
            begun = true;
            lastNanos = nowNanos;
        }
        if (nowNanos - lastNanos >= EVERY_NANOS) {
            lastNanos = nowNanos;
            note(Note.plain(line.text()));
        }
    }

    @Override
    public void event(String name, Object data) {
        // is for programs
    }

    @Override
    public void end(Ending ending) {
        print(ending.exitCode() == 0 ? out : err, screen.written(ending.sentence()));
        if (!ending.totals().isEmpty()) {
            print(out, screen.written(ending.totals()));
        }
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
