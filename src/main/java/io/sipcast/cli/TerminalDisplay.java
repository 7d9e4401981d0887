package io.sipcast.cli;

import java.io.PrintWriter;
import java.time.Clock;

/**
 * A story above, and below it a line that is always written anew. Each change is one write, so that
 * nothing flickers: back to the first column, the text, and what is left of the old line erased
 * (ECMA-48 EL).
 */
final class TerminalDisplay implements Display {
    private static final String ERASE = "\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Screen screen;
    private final NoteText text;
    private String shown = "";

    TerminalDisplay(PrintWriter out, PrintWriter err, Screen screen, Clock clock) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        text = new NoteText(screen, clock);
    }

    @Override
    public void note(Note note) {
        write("\r" + String.join(ERASE + "\n", text.of(note)) + ERASE + "\n" + shown);
    }

    /** The last column stays free: some terminals go on to the next line there. */
    @Override
    public void live(LiveLine line, long nowNanos) {
        LiveLine fitted = screen.written(line).fitted(Math.max(1, screen.columns().getAsInt() - 1));
        String next = screen.colours() ? fitted.painted() : fitted.text();
        if (!next.equals(shown)) {
            shown = next;
            write("\r" + shown + ERASE);
        }
    }

    @Override
    public void event(String name, Object data) {
        // is for programs
    }

    @Override
    public void end(Ending ending) {
        shown = "";
        write("\r" + ERASE);
        boolean good = ending.exitCode() == 0;
        PrintWriter sentences = good ? out : err;
        sentences.println(screen.painted(good ? Tone.GOOD : Tone.BAD, ending.sentence()));
        sentences.flush();
        if (!ending.totals().isEmpty()) {
            write(ending.totals() + "\n");
        }
    }

    private void write(String piece) {
        out.print(piece);
        out.flush();
    }
}
