package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sent it, and what the socket knows.
 *
 * @param host the Host field as it came
 * @param origin the Origin field; browsers send it with everything that may change something
 */
record Caller(
        InetAddress remote,
        InetAddress local,
        String host,
        @Nullable String origin,
        @Nullable String authorization) {

    static Caller of(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() != 1) {
            throw new Problem(400, "The request must have one Host header."); // RFC 9112 §3.2
        }
        return new Caller(
                address(request.remoteAddress()),
                address(request.localAddress()),
                hosts.getFirst(),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    private static InetAddress address(SocketAddress socket) {
        return InetAddress.ofLiteral(socket.hostAddress());
    }

    /** The host asked for, without its port, in lower case. */
    String hostName() {
        return HostName.of(host);
    }

    /** Whether a page of our own sent it, as far as the browser says: scheme aside, for proxies. */
    boolean sameOrigin() {
        return origin != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }
}
