package io.sipcast.observe;

import java.util.Locale;

/** Sets logging up, once, before the first logger is made. */
public final class Logs {
    /** {@code logback.xml} reads it. */
    private static final String LEVEL = "sipcast.log.level";

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
}
