package io.sipcast.observe;

import ch.qos.logback.classic.Level;

/** Sets logging up, once, before the first logger is made. */
public final class Logs {
    private static volatile Level level = Level.INFO;
    private static volatile String target = "System.out";

    private Logs() {}

    /**
     * Our own lines from this level up; the libraries' warnings always.
     *
     * @param level as logback names it
     */
    public static void start(String level) {
        Logs.level = Level.toLevel(level, Level.INFO);
        JavaLogging.redirect();
    }

    /** Likewise, but on the error stream: the other one is for what the program is asked for. */
    public static void startOnErrorStream(String level) {
        target = "System.err";
        start(level);
    }

    static Level level() {
        return level;
    }

    /** As logback names it. */
    static String target() {
        return target;
    }
}
