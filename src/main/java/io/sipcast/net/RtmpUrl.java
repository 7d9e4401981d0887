package io.sipcast.net;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is on an RTMP server. The stream's name is often the key to the account, and a
 * query may hold a token: neither is in {@link #toString}.
 *
 * @param secure rtmps: TLS below RTMP
 * @param host a name or an address, IPv6 without brackets, in lower case
 * @param app the application, with its query if there is one, as {@code connect} sends it
 * @param stream the stream's name, with its query, as {@code publish} and {@code play} send it
 */
public record RtmpUrl(boolean secure, String host, int port, String app, String stream) {
    private static final int LONGEST = 2048;
    private static final int RTMP_PORT = 1935;
    private static final int RTMPS_PORT = 443;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<scheme>[^:/]*)://(?<authority>[^/?#]*)/?(?<path>[^?#]*)(?<query>\\?[^#]*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<name>[\\w.-]+))(?::(?<port>\\d{1,5}))?");

    /**
     * Reads the URL of an application and the name of a stream in it, as encoders take them.
     *
     * @param stream null when the last part of the URL's path is the stream
     * @throws IllegalArgumentException with a sentence for the user that repeats no secret
     */
    public static RtmpUrl parse(String url, @Nullable String stream) {
        if (url.length() > LONGEST || (stream != null && stream.length() > LONGEST)) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        if (unprintable(url) || (stream != null && unprintable(stream))) {
            throw new IllegalArgumentException("has a space or a control character");
        }
        Matcher parts = SHAPE.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no URL like rtmp://host/application");
        }
        boolean secure = secure(parts.group("scheme"));
        Matcher authority = AUTHORITY.matcher(parts.group("authority"));
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "needs a host, or a host and a port, after the scheme (and no user name)");
        }
        String host =
                authority.group("v6") != null ? authority.group("v6") : authority.group("name");
        int port = port(authority.group("port"), secure);
        String path = withoutSlash(parts.group("path"));
        String query = parts.group("query") == null ? "" : parts.group("query");
        return stream == null
                ? split(secure, host.toLowerCase(Locale.ROOT), port, path, query)
                : new RtmpUrl(secure, host.toLowerCase(Locale.ROOT), port, path + query, stream);
    }

    public RtmpUrl {
        if (app.isEmpty() || app.startsWith("?")) {
            throw new IllegalArgumentException("has no application: rtmp://host/application");
        }
        if (stream.isEmpty()) {
            throw new IllegalArgumentException("has no stream name");
        }
    }

    private static RtmpUrl split(boolean secure, String host, int port, String path, String query) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("has no stream name: rtmp://host/application/name");
        }
        return new RtmpUrl(
                secure, host, port, path.substring(0, slash), path.substring(slash + 1) + query);
    }

    private static boolean secure(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "rtmp" -> false;
            case "rtmps" -> true;
            default -> throw new IllegalArgumentException("must begin with rtmp:// or rtmps://");
        };
    }

    private static int port(@Nullable String digits, boolean secure) {
        if (digits == null) {
            return secure ? RTMPS_PORT : RTMP_PORT;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("has a port that is none");
        }
        return port;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean unprintable(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || Character.isISOControl(c));
    }

    /** The application's URL as {@code connect} sends it in tcUrl: with its query. */
    public String tcUrl() {
        return authority() + "/" + app;
    }

    private String authority() {
        boolean usual = port == (secure ? RTMPS_PORT : RTMP_PORT);
        String literal = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (secure ? "rtmps://" : "rtmp://") + literal + (usual ? "" : ":" + port);
    }

    /** For logs and answers: no query, and no stream name. */
    @Override
    public String toString() {
        int query = app.indexOf('?');
        String shown = query < 0 ? app : app.substring(0, query) + "?***";
        return authority() + "/" + shown + "/***";
    }
}
