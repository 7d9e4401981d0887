package io.sipcast.rtmp;

import io.sipcast.bytes.PercentEncoding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is published or played: {@code rtmp[s]://[user:password@]host[:port]/app/name}.
 * The port is 1935, of rtmps 443, where none is given.
 *
 * <p>The last segment of the path is the stream's name, with any query behind it; all before it is
 * the application. Names are often secret keys, so {@link #toString} hides name, query and
 * credentials.
 *
 * @param user percent-decoded, as is the password
 * @param host without the brackets of an IPv6 address
 * @param app may have several segments, and a query of its own
 * @param stream as the server gets it, query included; empty where only an application is named
 */
public record RtmpUrl(
        boolean secure,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String app,
        String stream) {
    private static final int DEFAULT_PORT = 1935;
    private static final int DEFAULT_SECURE_PORT = 443;
    private static final int MAX_LENGTH = 4096;

    /**
     * Reads a whole URL, the stream's name its last segment.
     *
     * @throws IllegalArgumentException with a sentence that repeats no secret
     */
    public static RtmpUrl parse(String url) {
        RtmpUrl whole = parseApplication(url);
        int query = indexOrEnd(whole.app, '?');
        int slash = whole.app.lastIndexOf('/', query - 1);
        if (slash < 0) {
            slash = whole.app.lastIndexOf('/'); // app?query/name
        }
        require(slash > 0, "the RTMP URL needs an application and a stream name");
        return whole.at(whole.app.substring(0, slash), whole.app.substring(slash + 1));
    }

    /**
     * Joins an application's URL, with or without a slash at its end, and a stream's name.
     *
     * @throws IllegalArgumentException with a sentence that repeats no secret
     */
    public static RtmpUrl parse(String applicationUrl, String stream) {
        RtmpUrl application = parseApplication(applicationUrl);
        requirePlain(stream, "stream name");
        require(!stream.isEmpty(), "the stream name is empty");
        require(!application.app.isEmpty(), "the RTMP URL names no application");
        return application.at(application.app, stream);
    }

    private static RtmpUrl parseApplication(String url) {
        requirePlain(url, "RTMP URL");
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("rtmps");
        require(secure || scheme.equals("rtmp"), otherScheme(scheme));

        String rest = url.substring(colon + 3);
        int slash = indexOrEnd(rest, '/');
        String authority = rest.substring(0, slash);
        String path = rest.substring(Math.min(slash + 1, rest.length()));
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? null : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int hostEnd = hostEnd(hostAndPort);
        String host = hostAndPort.substring(0, hostEnd);
        require(!host.isEmpty() && !host.equals("[]"), "the RTMP URL names no host");
        return new RtmpUrl(
                secure,
                credentials == null
                        ? null
                        : decoded(credentials.substring(0, indexOrEnd(credentials, ':'))),
                credentials == null ? null : passwordOf(credentials),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port(hostAndPort.substring(hostEnd), secure),
                withoutSlashAtEnd(path),
                "");
    }

    private static String otherScheme(String scheme) {
        return switch (scheme) {
            case "rtmpt", "rtmpts" ->
                    scheme
                            + ":// (RTMP in HTTP) is not supported; use rtmp:// or rtmps://, which"
                            + " passes firewalls as well on port 443";
            case "rtmpe", "rtmpte" ->
                    scheme + ":// (encryption of Flash) is not supported; use rtmps://";
            case "rtmfp" -> "rtmfp:// (Flash over UDP) is not supported; use rtmp:// or rtmps://";
            case "http", "https" ->
                    scheme + ":// is no RTMP URL; use the server's rtmp:// or rtmps:// one";
            default -> "an RTMP URL begins with rtmp:// or rtmps://";
        };
    }

    private static int hostEnd(String hostAndPort) {
        if (hostAndPort.startsWith("[")) {
            int bracket = hostAndPort.indexOf(']');
            require(bracket > 0, "the RTMP URL's IPv6 address has no closing bracket");
            return bracket + 1;
        }
        return indexOrEnd(hostAndPort, ':');
    }

    private static int port(String port, boolean secure) {
        if (port.isEmpty()) {
            return secure ? DEFAULT_SECURE_PORT : DEFAULT_PORT;
        }
        require(port.matches(":[0-9]{1,5}"), "the RTMP URL's port is no number");
        int number = Integer.parseInt(port.substring(1));
        require(number > 0 && number <= 0xFFFF, "the RTMP URL's port is out of range");
        return number;
    }

    private static @Nullable String passwordOf(String credentials) {
        int colon = credentials.indexOf(':');
        return colon < 0 ? null : decoded(credentials.substring(colon + 1));
    }

    /** Without percent-encoding, RFC 3986 §2.1, which credentials need for {@code : / @}. */
    private static String decoded(String text) {
        String plain;
        try {
            plain = PercentEncoding.decode(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "the RTMP URL's user or password has a % that no two hex digits follow;"
                            + " write %25 for %");
        }
        boolean control = plain.chars().anyMatch(c -> c < ' ' || c == 0x7F);
        require(!control, "the RTMP URL's user or password holds a control character");
        return plain;
    }

    private static String withoutSlashAtEnd(String path) {
        int query = indexOrEnd(path, '?');
        int end = query;
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        if (query == path.length()) {
            return path.substring(0, end);
        }
        String rest = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return path.substring(0, end) + rest.substring(query);
    }

    private RtmpUrl at(String newApp, String newStream) {
        return new RtmpUrl(secure, user, password, host, port, newApp, newStream);
    }

    /**
     * The URL of the application, as the connect command names it: without credentials, and without
     * the port where that is the scheme's own. Ingests compare the host in it, so it is written as
     * short as browsers do.
     */
    public String tcUrl() {
        return (secure ? "rtmps://" : "rtmp://") + authority() + "/" + app;
    }

    /** Whether both name one stream of one server; credentials make no difference. */
    public boolean sameStream(@Nullable RtmpUrl other) {
        return other != null
                && host.equalsIgnoreCase(other.host)
                && port == other.port
                && app.equals(other.app)
                && stream.equals(other.stream);
    }

    private String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        int standard = secure ? DEFAULT_SECURE_PORT : DEFAULT_PORT;
        return port == standard ? name : name + ":" + port;
    }

    private static int indexOrEnd(String text, char wanted) {
        int at = text.indexOf(wanted);
        return at < 0 ? text.length() : at;
    }

    private static void requirePlain(String text, String what) {
        require(text.length() <= MAX_LENGTH, "the " + what + " is too long");
        boolean plain = text.chars().allMatch(c -> c > ' ' && c != 0x7F);
        require(plain, "the " + what + " holds a space or a control character");
    }

    private static void require(boolean valid, String otherwise) {
        if (!valid) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public String toString() {
        String shownApp = app.substring(0, indexOrEnd(app, '?'));
        return (secure ? "rtmps://" : "rtmp://") + authority() + "/" + shownApp + "/...";
    }
}
