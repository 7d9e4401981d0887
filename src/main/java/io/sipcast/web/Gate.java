package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The first handler of every request: host, origin, CORS. What passes it may see a page. */
final class Gate implements Handler<RoutingContext> {
    private static final String CALLER = "caller";

    private final Access access;

    Gate(Access access) {
        this.access = access;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader(HttpHeaders.VARY, "Origin");
        try {
            Caller caller = Caller.of(context.request());
            access.checkHost(caller);
            String origin = access.checkOrigin(caller);
            if (origin != null) {
                response.putHeader("Access-Control-Allow-Origin", origin);
                response.putHeader("Access-Control-Expose-Headers", "X-Call-Id");
            }
            context.put(CALLER, caller);
        } catch (Problem problem) {
            context.fail(problem);
            return;
        }
        if (isPreflight(context)) {
            answerPreflight(response);
        } else {
            context.next();
        }
    }

    /** Who sent the request that passed the gate. */
    static Caller caller(RoutingContext context) {
        return context.get(CALLER);
    }

    private static boolean isPreflight(RoutingContext context) {
        return context.request().method().equals(HttpMethod.OPTIONS)
                && context.request().getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServerResponse response) {
        response.setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", "GET, POST")
                .putHeader("Access-Control-Allow-Headers", "Content-Type, Authorization")
                .putHeader("Access-Control-Max-Age", "600")
                .end();
    }
}
