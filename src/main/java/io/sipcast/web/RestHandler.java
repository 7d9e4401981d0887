package io.sipcast.web;

import io.sipcast.api.Answer;
import io.sipcast.api.Fields;
import io.sipcast.api.Problem;
import io.sipcast.api.Query;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.api.v1.V1Api;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One REST method over HTTP: checks the key on the event loop, reads the body there, answers on a
 * virtual thread, since the method may wait.
 */
final class RestHandler implements Handler<RoutingContext> {
    private final Route route;
    private final Access access;
    private final Executor virtualThreads;

    RestHandler(Route route, Access access, Executor virtualThreads) {
        this.route = route;
        this.access = access;
        this.virtualThreads = virtualThreads;
    }

    @Override
    public void handle(RoutingContext context) {
        switch (route.guard()) {
            case OPEN -> {}
            case KEY -> access.checkKey(Caller.of(context.request()));
        }
        Body.read(context.request()).onComplete(body -> answer(context, body), context::fail);
    }

    private void answer(RoutingContext context, Buffer body) {
        Context loop = Vertx.currentContext();
        virtualThreads.execute(() -> {
            try {
                Answer answer = answer(context, body.getBytes());
                Answer sent = EntityTag.conditional(context.request(), answer);
                loop.runOnContext(_ -> Answers.send(context.request(), sent));
            } catch (RuntimeException e) {
                loop.runOnContext(_ -> context.fail(e));
            }
        });
    }

    private Answer answer(RoutingContext context, byte[] body) {
        if (body.length > 0 && !isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new Problem(415, "The body must be JSON: Content-Type: application/json.");
        }
        String id = context.pathParam("id");
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return route.endpoint()
                .answer(
                        new Request(
                                context.request().path(),
                                query(context.queryParams()),
                                Objects.requireNonNullElse(id, ""),
                                Objects.requireNonNullElse(accept, ""),
                                Fields.parse(body)));
    }

    /** Programs of the reference, and whoever scrapes metrics, may add what they like. */
    private Query query(MultiMap given) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        given.names().forEach(name -> all.put(name, given.getAll(name)));
        return route.path().startsWith(V1Api.ROOT + "/")
                ? Query.strict(all, route.parameters())
                : Query.lenient(all, route.parameters());
    }

    /** A browser sends this type to another origin only after a pre-flight. */
    static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType
                        .split(";", 2)[0]
                        .trim()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }
}
