package io.sipcast.sip.message;

/**
 * One header field: a line of the message.
 *
 * @param name canonical if we know it, else as it came
 * @param value unfolded; nothing that would begin another line
 */
public record Header(String name, String value) {
    public Header {
        if (!Lexer.isToken(name)) {
            throw new IllegalArgumentException("header name");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("CR or LF in " + name);
        }
        name = HeaderName.canonical(name);
    }

    boolean is(String canonicalName) {
        return name.equals(canonicalName) || name.equalsIgnoreCase(canonicalName);
    }

    /** A digest response can be guessed at offline: it stays out of logs. */
    @Override
    public String toString() {
        boolean secret = is(HeaderName.AUTHORIZATION) || is(HeaderName.PROXY_AUTHORIZATION);
        return name + ": " + (secret ? "***" : value);
    }
}
