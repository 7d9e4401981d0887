package io.sipcast.observe;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets out of what is shown or logged: passwords and queries in URLs, stream keys,
 * credentials in SIP messages.
 */
public final class Mask {
    private static final String HIDDEN = "***";
    private static final Pattern URL_PASSWORD =
            Pattern.compile("(?<=//)([^/@:\\s]*):[^/\\s]*(?=@)");
    private static final Pattern URL_QUERY = Pattern.compile("(?<=\\?)\\S+");
    private static final Pattern AFTER_APP = Pattern.compile("(//[^/]*/[^/?]*)/[^?]+");
    private static final Pattern SIP_PASSWORD = Pattern.compile("(sips?:[^@:\\s;>]*):[^@\\s]*@");
    private static final Pattern SDP_SECRET =
            Pattern.compile("(?im)^(a=crypto:\\S+ +\\S+ +|k=|a=ice-pwd:)[^\\r\\n]*");
    private static final Pattern CREDENTIALS =
            Pattern.compile(
                    "^((?:proxy-)?authorization[ \\t]*:)[^\\r\\n]*(?:\\r?\\n[ \\t]+[^\\r\\n]*)*",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private Mask() {}

    /**
     * An RTMP URL without its password and its query, and on a public server without what follows
     * the app: a stream key may stand there.
     */
    public static String url(String url) {
        String open = text(url);
        return isPrivate(hostOf(url)) ? open : AFTER_APP.matcher(open).replaceFirst("$1/" + HIDDEN);
    }

    /**
     * A whole RTMP URL, in the same shape but without its password, its query and its last part:
     * whoever gives all of it gives the key by which the stream is published, on any server.
     */
    public static String wholeUrl(String url) {
        String open = text(url);
        int query = open.indexOf('?');
        String path = query < 0 ? open : open.substring(0, query);
        return path.substring(0, path.lastIndexOf('/') + 1) + HIDDEN;
    }

    /** A sentence without the passwords and queries of the URLs in it. */
    public static String text(@Nullable String text) {
        String open = URL_PASSWORD.matcher(text == null ? "" : text).replaceAll("$1:" + HIDDEN);
        return URL_QUERY.matcher(open).replaceAll(HIDDEN);
    }

    /** A SIP URI without the password it may hold (RFC 3261 §19.1.1). */
    public static String sipUri(String uri) {
        return SIP_PASSWORD.matcher(uri).replaceAll("$1:" + HIDDEN + "@");
    }

    /**
     * A session description without the keys that media is encrypted with (RFC 4568) and the
     * passwords of ICE (RFC 8839 §5.4).
     */
    public static String sdp(String description) {
        return SDP_SECRET.matcher(description).replaceAll("$1" + HIDDEN);
    }

    /** A SIP message without its credentials. */
    public static String sipMessage(String message) {
        return sipUri(CREDENTIALS.matcher(message).replaceAll("$1 " + HIDDEN));
    }

    /**
     * The stream name of an RTMP target. On a public server the name is the key that lets one
     * publish, so it is hidden; on a server of one's own, known by its address, it is a name.
     */
    public static String streamName(String rtmpUrl, String name) {
        if (!isPrivate(hostOf(rtmpUrl))) {
            return HIDDEN;
        }
        return URL_QUERY.matcher(name).replaceAll(HIDDEN);
    }

    private static String hostOf(String url) {
        int start = url.indexOf("//");
        String rest = start < 0 ? url : url.substring(start + 2);
        String authority = rest.split("[/?#]", 2)[0];
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        String bare = host.startsWith("[") ? host.replaceFirst("].*", "]") : host.split(":", 2)[0];
        return bare.toLowerCase(Locale.ROOT);
    }

    /** A name without a dot is one of the local network. */
    private static boolean isPrivate(String host) {
        if (!host.contains(".") && !host.startsWith("[")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            boolean uniqueLocal = (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || (address.getAddress().length == 16 && uniqueLocal);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
