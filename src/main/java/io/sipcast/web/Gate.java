package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.net.HttpTls;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every request meets first: form, host, origin, CORS. Who passes it may see a page. */
final class Gate implements Handler<HttpServerRequest> {
    private static final Pattern PATH = Pattern.compile("/(?:[^%]|%[0-9A-Fa-f]{2})*+");

    /** What our pages have no need of, lest a script that got in has. */
    private static final String UNUSED =
            "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(),"
                    + " payment=(), serial=(), usb=()";

    private final Access access;
    private final @Nullable HttpTls tls;
    private final Handler<HttpServerRequest> inside;

    /**
     * Stands before what is inside.
     *
     * @param tls what was shown to the browser; null for plain HTTP
     */
    Gate(Access access, @Nullable HttpTls tls, Handler<HttpServerRequest> inside) {
        this.access = access;
        this.tls = tls;
        this.inside = inside;
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.putHeader("Content-Security-Policy", "frame-ancestors 'none'");
        response.putHeader("Permissions-Policy", UNUSED);
        response.putHeader(HttpHeaders.VARY, "Origin");
        try {
            check(request);
        } catch (Problem problem) {
            Answers.fail(request, problem);
            return;
        }
        if (isPreflight(request)) {
            answerPreflight(response);
        } else {
            inside.handle(request);
        }
    }

    private void check(HttpServerRequest request) {
        if (request.path() == null || !PATH.matcher(request.path()).matches()) {
            throw new Problem(400, "The path is malformed.");
        }
        Caller caller = Caller.of(request);
        access.checkHost(caller, name -> tls != null && tls.isFor(name));
        demandHttps(request, caller);
        String origin = access.checkOrigin(caller);
        if (origin != null) {
            request.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Expose-Headers", "X-Call-Id");
        }
    }

    /**
     * HSTS, RFC 6797, where it does no harm: a browser applies it to every port of the host, so it
     * would try TLS on our plain port, and on those of others.
     */
    private void demandHttps(HttpServerRequest request, Caller caller) {
        if (tls != null && !tls.selfSigned() && caller.onStandardPort()) {
            request.response().putHeader("Strict-Transport-Security", "max-age=15552000");
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServerResponse response) {
        response.setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", "GET, POST, DELETE")
                .putHeader(
                        "Access-Control-Allow-Headers",
                        "Content-Type, Authorization, Last-Event-ID")
                .putHeader("Access-Control-Max-Age", "600")
                .end();
    }
}
