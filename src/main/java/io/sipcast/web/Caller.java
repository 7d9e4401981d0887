package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sent it, and what the socket knows.
 *
 * @param client whose wrong keys are counted: {@code remote}, or whom a proxy on this machine names
 * @param port of ours that it came to
 * @param scheme of the browser's URL; empty where a proxy may have ended TLS and does not say
 * @param host the Host field as it came
 * @param origin the Origin field; browsers send it with everything that may change something
 * @param safe whether the method changes nothing, RFC 9110 §9.2.1
 * @param cookies the Cookie fields
 */
record Caller(
        InetAddress remote,
        InetAddress client,
        InetAddress local,
        int port,
        String scheme,
        String host,
        @Nullable String origin,
        boolean safe,
        @Nullable String authorization,
        List<String> cookies) {
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    static Caller of(HttpServerRequest request) {
        InetAddress remote = address(request.remoteAddress());
        return new Caller(
                remote,
                client(request, remote),
                address(request.localAddress()),
                request.localAddress().port(),
                scheme(request),
                host(request),
                request.getHeader(HttpHeaders.ORIGIN),
                SAFE.contains(request.method()),
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.headers().getAll(HttpHeaders.COOKIE));
    }

    private static InetAddress address(SocketAddress socket) {
        return InetAddress.ofLiteral(socket.hostAddress());
    }

    private static String host(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (request.version() == HttpVersion.HTTP_2) {
            HostAndPort authority = request.authority(); // RFC 9113 §8.3.1
            if (authority == null) {
                throw new Problem(400, "The request must have an authority.");
            }
            return authority.toString();
        }
        if (hosts.size() != 1) {
            throw new Problem(400, "The request must have one Host header."); // RFC 9112 §3.2
        }
        return hosts.getFirst();
    }

    /**
     * A proxy's word is taken for a browser's URL, since who lies in it harms only himself: it
     * decides on what his own cookie is like.
     */
    private static String scheme(HttpServerRequest request) {
        if (request.isSSL()) {
            return "https";
        }
        String forwarded = Objects.requireNonNullElse(request.getHeader("X-Forwarded-Proto"), "");
        String scheme = forwarded.strip().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? scheme : "";
    }

    /** The last address is the one that the proxy itself has seen; the others are hearsay. */
    private static InetAddress client(HttpServerRequest request, InetAddress remote) {
        List<String> fields = request.headers().getAll("X-Forwarded-For");
        if (fields.isEmpty() || !remote.isLoopbackAddress()) {
            return remote;
        }
        String all = fields.getLast();
        try {
            return InetAddress.ofLiteral(all.substring(all.lastIndexOf(',') + 1).strip());
        } catch (IllegalArgumentException _) {
            return remote;
        }
    }

    /** Whether the browser came by HTTPS, to us or to a proxy. */
    boolean secure() {
        return scheme.equals("https");
    }

    /** The host asked for, without its port, in lower case. */
    String hostName() {
        return HostName.of(host);
    }

    /** Whether the browser's URL has the port that its scheme implies. */
    boolean onStandardPort() {
        return !withoutPort(scheme).matches(".*:\\d*");
    }

    /**
     * Whether a page of our own sent it, as far as the browser says: the host and the port are
     * those of this request, and the scheme, where it is known.
     */
    boolean sameOrigin() {
        if (origin == null) {
            return false;
        }
        String asked = origin.toLowerCase(Locale.ROOT);
        return scheme.isEmpty()
                ? isOurs(asked, "http") || isOurs(asked, "https")
                : isOurs(asked, scheme);
    }

    private boolean isOurs(String asked, String ofScheme) {
        return asked.equals(ofScheme + "://" + withoutPort(ofScheme));
    }

    /** A browser leaves out the port that the scheme implies; a proxy or a program may not. */
    private String withoutPort(String ofScheme) {
        String port = ofScheme.equals("https") ? ":443" : ":80";
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
