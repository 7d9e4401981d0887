package io.sipcast.sip.message;

import java.util.List;

/** A header line that holds several values, RFC 3261 §7.3.1. */
final class ValueList {
    private ValueList() {}

    /** Adds the values between the commas that stand outside quotes and angle brackets. */
    static void split(String line, List<String> out) {
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = !bracketed;
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
            } else if (c == ',' && !bracketed) {
                add(line.substring(start, i), out);
                start = i + 1;
            }
        }
        add(line.substring(start), out);
    }

    private static void add(String value, List<String> out) {
        String stripped = value.strip();
        if (!stripped.isEmpty()) {
            out.add(stripped);
        }
    }
}
