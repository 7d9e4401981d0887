package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before the body: the first line and the header lines, unfolded.
 *
 * @param text the lines as they came, without the empty line
 * @param bodyAt where the body begins in the bytes
 */
record Head(String startLine, String text, int bodyAt) {
    private static final int MAX_LINES = 500;

    /** Where the bytes after the empty line begin, or -1 while there is no empty line. */
    static int end(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            int next = i + 1;
            if (next < to && bytes[next] == '\r') {
                next++;
            }
            if (next < to && bytes[next] == '\n') {
                return next + 1;
            }
        }
        return -1;
    }

    static int skipLineEnds(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Reads the first line. Without an empty line all bytes are head. */
    static Head read(byte[] bytes, int from, int to) {
        int start = skipLineEnds(bytes, from, to);
        int end = end(bytes, start, to);
        int bodyAt = end < 0 ? to : end;
        String text = new String(bytes, start, bodyAt - start, StandardCharsets.UTF_8);
        int lineEnd = text.indexOf('\n');
        String line = lineEnd < 0 ? text : text.substring(0, lineEnd);
        return new Head(
                withoutCr(line), text.substring(lineEnd < 0 ? text.length() : lineEnd + 1), bodyAt);
    }

    /**
     * The header lines, folded ones joined, RFC 3261 §7.3.1.
     *
     * @throws ProtocolException TOO_LARGE for more lines than any honest peer sends
     */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder unfolded = new StringBuilder();
        int count = 0;
        for (int start = 0; start < text.length(); ) {
            int next = text.indexOf('\n', start);
            int end = next < 0 ? text.length() : next;
            int last = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            if (last == start) {
                break;
            }
            String line = text.substring(start, last);
            start = end + 1;
            if (++count > MAX_LINES) {
                throw new ProtocolException(Fault.TOO_LARGE, "over " + MAX_LINES + " header lines");
            }
            if (!Lexer.isSpace(line.charAt(0))) {
                flush(unfolded, lines);
            } else if (!unfolded.isEmpty()) {
                unfolded.append(' ');
            }
            unfolded.append(unfolded.isEmpty() ? line.stripTrailing() : line.strip());
        }
        flush(unfolded, lines);
        return lines;
    }

    private static void flush(StringBuilder line, List<String> lines) {
        if (!line.isEmpty()) {
            lines.add(line.toString());
            line.setLength(0);
        }
    }

    static Header header(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
        if (!Lexer.isToken(name)) {
            throw malformed("not a header: " + Lexer.shown(line));
        }
        String value = line.substring(colon + 1).strip();
        if (value.indexOf('\r') >= 0) {
            throw malformed("CR inside " + Lexer.shown(line));
        }
        return new Header(name, value);
    }

    static ProtocolException malformed(String wrong) {
        return new ProtocolException(Fault.MALFORMED, wrong);
    }

    private static String withoutCr(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
