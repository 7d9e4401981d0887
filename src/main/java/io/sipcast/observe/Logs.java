package io.sipcast.observe;

import java.util.Locale;

/** Sets logging up, once, before the first logger is made. */
public final class Logs {
    /** {@code logback.xml} reads it. */
    private static final String LEVEL = "sipcast.log.level";

    /** Likewise. */
    private static final String TARGET = "sipcast.log.target";

    private Logs() {}

    /**
     * Our own lines from this level up; the libraries' warnings always.
     *
     * @param level as logback names it
     */
    public static void start(String level) {
        System.setProperty(LEVEL, level.toLowerCase(Locale.ROOT));
        JavaLogging.redirect();
    }

    /** Likewise, but on the error stream: the other one is for what the program is asked for. */
    public static void startOnErrorStream(String level) {
        System.setProperty(TARGET, "System.err");
        start(level);
    }
}
