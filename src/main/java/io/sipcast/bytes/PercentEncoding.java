package io.sipcast.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of parts of a URI, RFC 3986 §2.1, of UTF-8. */
public final class PercentEncoding {
    /** RFC 3986 §2.3, letters and digits besides. */
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /**
     * The text that was encoded; {@code +} is a plus.
     *
     * @throws IllegalArgumentException where two hex digits are missing behind a percent sign
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                out.write(digit(in, i + 1) << 4 | digit(in, i + 2));
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte[] in, int at) {
        int digit = at < in.length ? Character.digit(in[at], 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("a % without two hex digits");
        }
        return digit;
    }

    /**
     * Encodes all but letters, digits and {@code - . _ ~}.
     *
     * @param plain characters more that are left alone
     */
    public static String encode(String text, String plain) {
        var out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean open =
                    isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0 || plain.indexOf(c) >= 0;
            if (open) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
