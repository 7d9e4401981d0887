package io.sipcast.sip.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SIP or SIPS URI, RFC 3261 §19.1. Equality of the record is exact; {@link #matches} compares as
 * the RFC says.
 *
 * @param secure sips
 * @param user escaped, in the normal form of {@link UriText}
 * @param password escaped likewise; not in {@link #toString}
 * @param host a name or address, IPv6 without brackets
 * @param port {@link #NO_PORT} when the URI has none
 * @param headers what stands behind the question mark
 */
public record SipUri(
        boolean secure,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        Params params,
        Params headers)
        implements Uri {
    public static final int NO_PORT = -1;

    public SipUri {
        if (user != null && (user.isEmpty() || !UriText.isNormal(user, UriText.USER))) {
            throw new IllegalArgumentException("user of a URI");
        }
        if (password != null && (user == null || !UriText.isNormal(password, UriText.PASSWORD))) {
            throw new IllegalArgumentException("password of a URI");
        }
        if (!Host.isValid(host)) {
            throw new IllegalArgumentException("host of a URI");
        }
        if (port != NO_PORT && (port < 1 || port > 0xFFFF)) {
            throw new IllegalArgumentException("port of a URI: " + port);
        }
    }

    /**
     * A plain sip URI.
     *
     * @param user as a person writes it: escaped here
     * @param port or {@link #NO_PORT}
     */
    public static SipUri of(@Nullable String user, String host, int port) {
        String escaped = user == null ? null : UriText.escape(user, UriText.USER);
        return new SipUri(false, escaped, null, host, port, Params.NONE, Params.NONE);
    }

    /**
     * Reads a sip or sips URI.
     *
     * @throws io.sipcast.bytes.ProtocolException MALFORMED for anything else
     */
    public static SipUri parse(String text) {
        if (Uri.parse(text) instanceof SipUri uri) {
            return uri;
        }
        throw UriText.malformed("sip or sips expected", text);
    }

    static SipUri parseRest(boolean secure, String rest) {
        int at = rest.indexOf('@');
        String userInfo = at < 0 ? null : rest.substring(0, at);
        String tail = rest.substring(at + 1);
        int question = tail.indexOf('?');
        String main = question < 0 ? tail : tail.substring(0, question);
        int semicolon = main.indexOf(';');
        Lexer hostPort = new Lexer("URI", semicolon < 0 ? main : main.substring(0, semicolon));
        String host = hostPort.host();
        int port = hostPort.portAfterColon();
        hostPort.expectEnd();
        return new SipUri(
                secure,
                userInfo == null ? null : parseUser(userInfo),
                userInfo == null ? null : parsePassword(userInfo),
                host,
                port,
                semicolon < 0 ? Params.NONE : UriParams.parse(main.substring(semicolon + 1), ';'),
                question < 0 ? Params.NONE : UriParams.parse(tail.substring(question + 1), '&'));
    }

    private static String parseUser(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        if (user.isEmpty()) {
            throw UriText.malformed("'@' without a user", userInfo);
        }
        return UriText.normal(user, UriText.USER);
    }

    private static @Nullable String parsePassword(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0 ? null : UriText.normal(userInfo.substring(colon + 1), UriText.PASSWORD);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /** The user without escapes. */
    public @Nullable String userText() {
        return user == null ? null : UriText.unescape(user);
    }

    public int portOr(int fallback) {
        return port == NO_PORT ? fallback : port;
    }

    /** The transport parameter as it came. */
    public @Nullable String transport() {
        return params.value("transport");
    }

    /** A loose router, RFC 3261 §19.1.1. */
    public boolean lr() {
        return params.has("lr");
    }

    public SipUri withParam(String name, @Nullable String value) {
        return new SipUri(secure, user, password, host, port, params.with(name, value), headers);
    }

    /** The same as a sips URI. */
    public SipUri asSecure() {
        return new SipUri(true, user, password, host, port, params, headers);
    }

    /** Without what may not stand in a Request-URI, RFC 3261 §19.1.1 table 1. */
    public SipUri asRequestUri() {
        return new SipUri(
                secure, user, password, host, port, params.without("method"), Params.NONE);
    }

    /** Equal by RFC 3261 §19.1.4. That relation is not transitive, so it can't be equals. */
    public boolean matches(Uri other) {
        return other instanceof SipUri that
                && secure == that.secure
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password)
                && host.equalsIgnoreCase(that.host)
                && port == that.port
                && UriParams.match(
                        params, that.params, "user", "ttl", "method", "maddr", "transport")
                && UriParams.same(headers, that.headers);
    }

    @Override
    public String print() {
        return print(password);
    }

    private String print(@Nullable String shownPassword) {
        StringBuilder out = new StringBuilder(64).append(scheme()).append(':');
        if (user != null) {
            out.append(user);
            if (shownPassword != null) {
                out.append(':').append(shownPassword);
            }
            out.append('@');
        }
        Host.print(host, port, out);
        params.print(out);
        headers.print(out, '?', '&');
        return out.toString();
    }

    /** As printed, but without the password. */
    @Override
    public String toString() {
        return print(password == null ? null : "***");
    }
}
