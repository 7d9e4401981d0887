package io.sipcast.sip.trace;

import io.sipcast.sip.route.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Draws the messages of a call between us and its peers, a column for each peer, in ASCII:
 *
 * <pre>
 *  seconds  Sipcast                              udp:192.0.2.5:5060
 *    0.000  |-- INVITE sip:bob@example.com ----->|
 *    0.120  |&lt;------------ 180 Ringing (INVITE) --|
 * </pre>
 */
public final class Ladder {
    private static final int COLUMN = 56;
    private static final int MOST_COLUMNS = 6;
    private static final int NOTE = COLUMN - 6;
    private static final String INDENT = " ".repeat(11);

    private final List<TracedMessage> messages;
    private final long startNanos;
    private final List<Target> peers;

    private Ladder(List<TracedMessage> messages, long startNanos) {
        this.messages = messages;
        this.startNanos = startNanos;
        LinkedHashSet<Target> seen = new LinkedHashSet<>();
        messages.forEach(message -> seen.add(message.peer()));
        this.peers = seen.stream().limit(MOST_COLUMNS).toList();
    }

    /** Lines, each ended by a line feed. Times count from {@code startNanos}. */
    public static String draw(List<TracedMessage> messages, long startNanos) {
        return new Ladder(messages, startNanos).draw();
    }

    private String draw() {
        StringBuilder out = new StringBuilder(256 + messages.size() * 160);
        out.append("  seconds  ").append(padded("Sipcast", COLUMN));
        peers.forEach(peer -> out.append(padded(peer.toString(), COLUMN)));
        line(out);
        for (TracedMessage message : messages) {
            if (message.leftOutBefore() > 0) {
                out.append(INDENT).append("... ").append(message.leftOutBefore());
                out.append(" messages left out ...\n");
            }
            arrow(message, out);
            notes(message).forEach(note -> note(note, out));
        }
        return out.toString();
    }

    private void arrow(TracedMessage message, StringBuilder out) {
        double seconds = (message.atNanos() - startNanos) / 1e9;
        int length = COLUMN * (column(message.peer()) + 1) - 1;
        out.append(String.format(Locale.ROOT, "%9.3f  |", seconds));
        String text = " " + shortened(ascii(message.summary()), COLUMN - 8) + " ";
        String shaft = "-".repeat(length - text.length() - 3);
        out.append(message.sent() ? "--" + text + shaft + ">" : "<" + shaft + text + "--");
        out.append('|');
        bars(peers.size() - 1 - column(message.peer()), out);
        line(out);
    }

    /** A peer beyond the last column shares it. */
    private int column(Target peer) {
        int column = peers.indexOf(peer);
        return column < 0 ? peers.size() - 1 : column;
    }

    private static List<String> notes(TracedMessage message) {
        List<String> notes = new ArrayList<>();
        if (message.registration()) {
            notes.add("of the registration");
        }
        if (message.repeated()) {
            notes.add("repeated");
        } else if (!message.sdp().isEmpty()) {
            for (String medium : ("SDP: " + message.sdp()).split("; ", -1)) {
                wrap(medium, notes);
            }
        }
        return notes;
    }

    private static void wrap(String note, List<String> lines) {
        String rest = note;
        while (rest.length() > NOTE) {
            int end = Math.max(rest.lastIndexOf(',', NOTE - 1), rest.lastIndexOf(' ', NOTE - 1));
            int cut = end < NOTE / 2 ? NOTE : end + 1;
            lines.add(rest.substring(0, cut).strip());
            rest = "  " + rest.substring(cut);
        }
        lines.add(rest);
    }

    private void note(String note, StringBuilder out) {
        out.append(INDENT).append("|    ").append(padded(ascii(note), COLUMN - 5)).append('|');
        bars(peers.size() - 1, out);
        line(out);
    }

    private static void bars(int count, StringBuilder out) {
        out.append((" ".repeat(COLUMN - 1) + "|").repeat(count));
    }

    private static void line(StringBuilder out) {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    /** A peer's text can bring no line, colour or bell of its own. */
    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static String padded(String text, int width) {
        String fit = shortened(text, width - 1);
        return fit + " ".repeat(width - fit.length());
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 2) + "..";
    }
}
