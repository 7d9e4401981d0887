package io.sipcast.cli;

import java.io.PrintWriter;
import java.time.Clock;

/** Where a session shows what it learns. Used by one thread. */
public sealed interface Display permits TerminalDisplay, LineDisplay, JsonDisplay, QuietDisplay {
    /** A line of the story, for people. */
    void note(Note note);

    /** How things are now, for people. */
    void live(LiveLine line, long nowNanos);

    /**
     * What happened, for programs.
     *
     * @param data can be written as JSON
     */
    void event(String name, Object data);

    /** The last one. */
    void end(Ending ending);

    /** For people: a live line where the output is a terminal. */
    static Display forPeople(PrintWriter out, PrintWriter err, Screen screen, Clock clock) {
        return screen.terminal()
                ? new TerminalDisplay(out, err, screen, clock)
                : new LineDisplay(out, err, screen, clock);
    }

    /** For programs. */
    static Display json(PrintWriter out, Clock clock) {
        return new JsonDisplay(out, clock);
    }

    /** Nothing but what went wrong. */
    static Display quiet(PrintWriter err) {
        return new QuietDisplay(err);
    }
}
