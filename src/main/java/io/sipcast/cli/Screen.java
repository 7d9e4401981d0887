package io.sipcast.cli;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the output can show.
 *
 * @param terminal whether a line can be written anew in place
 * @param colours whether there may be any
 * @param unicode whether it has more signs than ASCII
 * @param columns how wide it is now
 */
public record Screen(boolean terminal, boolean colours, boolean unicode, IntSupplier columns) {
    private static final int USUAL = 80;

    /** As the standard output of this process is. */
    public static Screen ofProcess(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        boolean terminal =
                Posix.isTerminal(Posix.STDOUT) && !kind.isEmpty() && !kind.equals("dumb");
        boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        String charset = System.getProperty("stdout.encoding", "UTF-8");
        boolean unicode = charset.toUpperCase(Locale.ROOT).startsWith("UTF");
        return new Screen(terminal, colours, unicode, () -> width(environment));
    }

    private static int width(Map<String, String> environment) {
        int columns = Posix.columns(Posix.STDOUT);
        if (columns > 0) {
            return columns;
        }
        String told = environment.getOrDefault("COLUMNS", "");
        return told.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(told) : USUAL;
    }

    /** The text in the signs that there are. */
    String written(String text) {
        return unicode ? text : text.replace("●", "*").replace("→", "->");
    }

    LiveLine written(LiveLine line) {
        return unicode
                ? line
                : new LiveLine(
                        line.parts().stream()
                                .map(part ->
                                        new LiveLine.Part(
                                                part.rank(), part.tone(), written(part.text())))
                                .toList());
    }

    String painted(Tone tone, String text) {
        return colours ? tone.paint(text) : text;
    }
}
