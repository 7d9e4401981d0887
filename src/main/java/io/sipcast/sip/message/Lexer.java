package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * Reads the tokens of RFC 3261 §25.1 from one unfolded header value. Each read either takes what it
 * names or throws a ProtocolException that says what stood there.
 */
public final class Lexer {
    private static final int SHOWN = 60;

    private final String what;
    private final String text;
    private int at;

    /**
     * Starts at the first character that is not white space.
     *
     * @param what the name of what is read, for the message of the exception
     */
    public Lexer(String what, String text) {
        this.what = what;
        this.text = text;
        skipSpace();
    }

    public boolean atEnd() {
        return at == text.length();
    }

    /** The next character, or -1 at the end. */
    public int peek() {
        return atEnd() ? -1 : text.charAt(at);
    }

    public void skipSpace() {
        while (!atEnd() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    /** Takes {@code c} if it comes next. */
    public boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** Takes {@code c} and the white space on both sides of it, or nothing. */
    public boolean acceptSeparator(char c) {
        int start = at;
        skipSpace();
        if (!accept(c)) {
            at = start;
            return false;
        }
        skipSpace();
        return true;
    }

    public void expect(char c) {
        if (!accept(c)) {
            throw fail("'" + c + "' expected");
        }
    }

    public void expectSeparator(char c) {
        if (!acceptSeparator(c)) {
            throw fail("'" + c + "' expected");
        }
    }

    /** White space may follow, nothing else. */
    public void expectEnd() {
        skipSpace();
        if (!atEnd()) {
            throw fail("end expected");
        }
    }

    /** One or more token characters. */
    public String token() {
        int start = at;
        while (!atEnd() && isTokenChar(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw fail("token expected");
        }
        return text.substring(start, at);
    }

    /** Digits whose number is at most {@code max}. */
    public long number(long max) {
        int start = at;
        long number = 0;
        while (!atEnd() && isDigit(text.charAt(at))) {
            number = number * 10 + (text.charAt(at++) - '0');
            if (number > max) {
                throw fail("number over " + max);
            }
        }
        if (at == start) {
            throw fail("number expected");
        }
        return number;
    }

    /** A quoted string without its quotes and escapes. */
    public String quoted() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\' && !atEnd()) {
                c = text.charAt(at++);
            }
            out.append(c);
        }
        throw fail("quoted string without end");
    }

    /** A quoted string as it came. */
    String rawQuoted() {
        int start = at;
        quoted();
        return text.substring(start, at);
    }

    /** All up to the first of {@code stops}, white space or the end; may be empty. */
    public String until(String stops) {
        int start = at;
        while (!atEnd() && !isSpace(text.charAt(at)) && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** All up to {@code stop}, which is taken too. */
    String through(char stop) {
        int end = text.indexOf(stop, at);
        if (end < 0) {
            throw fail("'" + stop + "' expected");
        }
        String taken = text.substring(at, end);
        at = end + 1;
        return taken;
    }

    /** A host name or address; an IPv6 address stands in brackets and comes without them. */
    String host() {
        if (accept('[')) {
            String address = through(']');
            if (!Host.isIpv6(address)) {
                throw fail("IPv6 address expected before here");
            }
            return address;
        }
        int start = at;
        while (!atEnd() && Host.isNameChar(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw fail("host expected");
        }
        return text.substring(start, at);
    }

    /** A port after its colon, or {@link SipUri#NO_PORT} when there is no colon. */
    int portAfterColon() {
        if (!acceptSeparator(':')) {
            return SipUri.NO_PORT;
        }
        int port = (int) number(0xFFFF);
        if (port == 0) {
            throw fail("port 0");
        }
        return port;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /** The exception to throw when what comes next is not what should. */
    public ProtocolException fail(String wrong) {
        return new ProtocolException(
                Fault.MALFORMED, what + ": " + wrong + " at " + at + " of " + shown(text));
    }

    /** Short and on one line, whatever a peer sent: it goes to a log. */
    static String shown(String text) {
        StringBuilder out = new StringBuilder("\"");
        int end = Math.min(text.length(), SHOWN);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c == 0x7F ? '?' : c);
        }
        return out.append(end < text.length() ? "...\"" : "\"").toString();
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isTokenChar(char c) {
        return isAlphanumeric(c) || "-.!%*_+`'~".indexOf(c) >= 0;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The text as a quoted string. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }
}
