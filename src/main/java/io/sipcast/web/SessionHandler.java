package io.sipcast.web;

import io.sipcast.api.Answer;
import io.sipcast.api.Fields;
import io.sipcast.api.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * {@code /api/v1/session}: GET says whether a login is needed and there, POST logs in with the key,
 * DELETE logs out. On the event loop: nothing waits.
 */
final class SessionHandler {
    static final String PATH = "/api/v1/session";

    private static final String METHODS = "DELETE, GET, HEAD, POST";

    private final Access access;

    SessionHandler(Access access) {
        this.access = access;
    }

    void mount(Router router) {
        router.get(PATH).handler(this::state);
        router.head(PATH).handler(this::state);
        router.post(PATH).handler(afterBody(this::login));
        router.delete(PATH).handler(this::logout);
        router.route(PATH)
                .handler(context ->
                        context.fail(
                                new Problem(
                                        405,
                                        "Use " + METHODS + " here.",
                                        null,
                                        Map.of("Allow", METHODS))));
    }

    private void state(RoutingContext context) {
        Caller caller = Caller.of(context.request());
        boolean needed = access.needsKey(caller);
        boolean loggedIn = access.loggedIn(caller);
        Answers.send(
                context.request(), Answer.json(Map.of("needed", needed, "loggedIn", loggedIn)));
    }

    @FunctionalInterface
    private interface WithBody {
        void handle(RoutingContext context, Buffer body);
    }

    private static Handler<RoutingContext> afterBody(WithBody then) {
        return context ->
                Body.read(context.request())
                        .onComplete(
                                body -> {
                                    try {
                                        then.handle(context, body);
                                    } catch (RuntimeException e) {
                                        context.fail(e);
                                    }
                                },
                                context::fail);
    }

    private void login(RoutingContext context, Buffer body) {
        HttpServerRequest request = context.request();
        if (!RestHandler.isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new Problem(415, "The body must be JSON: Content-Type: application/json.");
        }
        String key = Fields.parse(body.getBytes()).requiredText("key");
        Answer done = new Answer(204, "", "", Map.of());
        Answers.send(
                context.request(),
                access.login(Caller.of(request), key)
                        .map(cookie -> done.with("Set-Cookie", cookie))
                        .orElse(done));
    }

    private void logout(RoutingContext context) {
        String cookie = access.logout(Caller.of(context.request()));
        Answers.send(context.request(), new Answer(204, "", "", Map.of("Set-Cookie", cookie)));
    }
}
