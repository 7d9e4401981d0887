package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that are served, each at its path, which can only be read. They are one route: a router
 * tries its routes one after the other, and takes longer to set up the more it has.
 */
final class StaticFiles implements Handler<RoutingContext> {
    private final Map<String, FileOnDemand> byPath = new HashMap<>();

    /** Before anything is served. */
    void put(String path, FileOnDemand file) {
        if (byPath.put(path, file) != null) {
            throw new IllegalArgumentException("two files at " + path);
        }
    }

    void mount(Router router) {
        router.route().handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        FileOnDemand file = byPath.get(path(context));
        if (file == null) {
            context.next();
        } else if (isRead(context.request().method())) {
            file.handle(context);
        } else {
            context.fail(onlyRead());
        }
    }

    /** A slash at the end does not matter, as for other routes. */
    private static String path(RoutingContext context) {
        String path = context.normalizedPath();
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static Problem onlyRead() {
        return new Problem(405, "A page can only be read.", null, Map.of("Allow", "GET, HEAD"));
    }
}
