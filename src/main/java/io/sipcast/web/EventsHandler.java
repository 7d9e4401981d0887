package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.api.events.EventHub;
import io.sipcast.api.events.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/events[?watch=CALLID,CALLID]}: what happens here as server-sent events (HTML
 * Standard §9.2), until the client leaves. A client that comes back says in Last-Event-ID, or where
 * it cannot set a header in {@code lastEventId}, what it has had.
 */
final class EventsHandler implements Handler<RoutingContext> {
    static final String PATH = "/api/v1/events";

    /** Calls whose statistics one client may want. */
    private static final int MOST_WATCHED = 32;

    private final EventHub hub;
    private final Access access;
    private final Vertx vertx;
    private final Executor mayWait;

    EventsHandler(EventHub hub, Access access, Vertx vertx, Executor mayWait) {
        this.hub = hub;
        this.access = access;
        this.vertx = vertx;
        this.mayWait = mayWait;
    }

    @Override
    public void handle(RoutingContext context) {
        access.checkKey(Caller.of(context.request()));
        Set<String> watched = watched(context.request());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            head(context.response()).end();
        } else {
            serve(context, watched);
        }
    }

    private static Set<String> watched(HttpServerRequest request) {
        Set<String> ids = new LinkedHashSet<>();
        for (String list : request.params().getAll("watch")) {
            for (String id : list.split(",", -1)) {
                if (!id.isBlank()) {
                    ids.add(id.trim());
                }
            }
        }
        if (ids.size() > MOST_WATCHED) {
            throw Problem.field("watch", "has more than " + MOST_WATCHED + " calls.");
        }
        return ids;
    }

    /** The header counts: who connects again by itself sends it beside its old query. */
    private static @Nullable String lastEventId(HttpServerRequest request) {
        String header = request.getHeader("Last-Event-ID");
        return header == null ? request.getParam("lastEventId") : header;
    }

    private static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no"); // nginx in front would hold it back
    }

    private void serve(RoutingContext context, Set<String> watched) {
        Context loop = vertx.getOrCreateContext();
        HttpServerResponse response = context.response();
        var client = new EventsClient(vertx, loop, response, hub.limits().ping());
        response.closeHandler(_ -> client.close());
        String known = lastEventId(context.request());
        mayWait.execute(() -> {
            try {
                Subscription opened = hub.open(known, watched, client::ready);
                loop.runOnContext(_ -> {
                    if (!response.closed()) {
                        head(response).setChunked(true).writeHead();
                    }
                    client.begin(opened);
                });
            } catch (RuntimeException e) {
                loop.runOnContext(_ -> {
                    client.close();
                    context.fail(e);
                });
            }
        });
    }
}
