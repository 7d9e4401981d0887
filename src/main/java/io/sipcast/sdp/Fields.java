package io.sipcast.sdp;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The pieces of a line. */
final class Fields {
    private static final int SHOWN = 60;

    private Fields() {}

    /** The text between spaces; more than one space separates as one. */
    static List<String> split(String text) {
        return split(text, ' ');
    }

    static List<String> split(String text, char separator) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int next = text.indexOf(separator, start);
            int end = next < 0 ? text.length() : next;
            String field = text.substring(start, end).strip();
            if (!field.isEmpty()) {
                fields.add(field);
            }
            start = end + 1;
        }
        return fields;
    }

    /** Empty for anything but digits of a number up to {@code max}. */
    static OptionalInt number(String text, int max) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            number = number * 10 + digit;
            if (number > max) {
                return OptionalInt.empty();
            }
        }
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) number);
    }

    static ProtocolException malformed(String wrong, String text) {
        StringBuilder shown = new StringBuilder("SDP: ").append(wrong).append(": ");
        text.chars().limit(SHOWN).forEach(c -> shown.append(c < ' ' || c == 0x7F ? '?' : (char) c));
        return new ProtocolException(Fault.MALFORMED, shown.toString());
    }

    /** Nothing that goes into a line may begin another one. */
    static void checkOneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("CR or LF in SDP");
        }
    }
}
