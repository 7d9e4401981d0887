package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Escaping in URIs, RFC 3261 §19.1.2. Text is kept in one normal form, so that equal parts are
 * equal strings: an escaped unreserved character is written plainly, any other escape in upper
 * case.
 */
final class UriText {
    /** What a part of a URI may hold unescaped beside the unreserved characters. */
    static final String USER = "&=+$,;?/";

    static final String PASSWORD = "&=+$,";
    static final String PARAM = "[]/:&+$";
    static final String HEADER = "[]/?:+$";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UriText() {}

    /**
     * Brings a part of a URI into the normal form. Printable characters that should have come
     * escaped (as {@code #} in dial strings) are escaped.
     */
    static String normal(String text, String allowed) {
        int plain = 0;
        while (plain < text.length() && isAllowed(text.charAt(plain), allowed)) {
            plain++;
        }
        return plain == text.length() ? text : normalFrom(plain, text, allowed);
    }

    private static String normalFrom(int plain, String text, String allowed) {
        StringBuilder out = new StringBuilder(text.length() + 8).append(text, 0, plain);
        for (int i = plain; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '%') {
                appendEscaped(octetAt(text, i + 1), out);
                i += 3;
                continue;
            }
            if (c <= ' ' || c == 0x7F || "<>\"".indexOf(c) >= 0) {
                throw malformed("character not allowed in a URI", text);
            }
            append(c, allowed, out);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /** Escapes plain text: a {@code %} in it is just a character. */
    static String escape(String text, String allowed) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(c, allowed, out));
        return out.toString();
    }

    private static void append(int codePoint, String allowed, StringBuilder out) {
        if (codePoint < 0x80 && isAllowed((char) codePoint, allowed)) {
            out.append((char) codePoint);
            return;
        }
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            HEX.toHexDigits(out.append('%'), octet);
        }
    }

    private static void appendEscaped(int octet, StringBuilder out) {
        if (isUnreserved((char) octet)) {
            out.append((char) octet);
        } else {
            HEX.toHexDigits(out.append('%'), (byte) octet);
        }
    }

    /** Plain text of a part, for showing and for credentials. */
    static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] out = new byte[text.length() * 3];
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '%') {
                out[size++] = (byte) octetAt(text, i + 1);
                i += 3;
                continue;
            }
            for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                out[size++] = octet;
            }
            i += Character.charCount(c);
        }
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    private static int octetAt(String text, int at) {
        if (at + 2 > text.length()
                || !HexFormat.isHexDigit(text.charAt(at))
                || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw malformed("'%' without two hex digits", text);
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }

    static boolean isNormal(String text, String allowed) {
        try {
            return normal(text, allowed).equals(text);
        } catch (ProtocolException _) {
            return false;
        }
    }

    private static boolean isAllowed(char c, String allowed) {
        return isUnreserved(c) || allowed.indexOf(c) >= 0;
    }

    private static boolean isUnreserved(char c) {
        return Lexer.isAlphanumeric(c) || "-_.!~*'()".indexOf(c) >= 0;
    }

    static ProtocolException malformed(String wrong, String text) {
        return new ProtocolException(Fault.MALFORMED, "URI: " + wrong + ": " + Lexer.shown(text));
    }
}
