package io.sipcast.cli;

import java.io.PrintWriter;

/** Says only why it went wrong. */
final class QuietDisplay implements Display {
    private final PrintWriter err;

    QuietDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void note(Note note) {
        // quiet
    }

    @Override
    public void live(LiveLine line, long nowNanos) {
        // quiet
    }

    @Override
    public void event(String name, Object data) {
        // quiet
    }

    @Override
    public void end(Ending ending) {
        if (ending.exitCode() != 0) {
            err.println(ending.sentence());
            err.flush();
        }
    }
}
