package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What every request meets first: form, host, origin, CORS. Who passes it may see a page. */
final class Gate implements Handler<HttpServerRequest> {
    private static final Pattern PATH = Pattern.compile("/(?:[^%]|%[0-9A-Fa-f]{2})*+");

    private final Access access;
    private final Predicate<String> certified;
    private final Handler<HttpServerRequest> inside;

    /**
     * Stands before what is inside.
     *
     * @param certified whether a host name is one of our certificate
     */
    Gate(Access access, Predicate<String> certified, Handler<HttpServerRequest> inside) {
        this.access = access;
        this.certified = certified;
        this.inside = inside;
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
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
        access.checkHost(caller, certified);
        String origin = access.checkOrigin(caller);
        if (origin != null) {
            request.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader(
                            "Access-Control-Expose-Headers",
                            "X-Call-Id, ETag, Link, Location, Retry-After");
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
                        "Content-Type, Authorization, If-None-Match")
                .putHeader("Access-Control-Max-Age", "600")
                .end();
    }
}
