package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.net.StreamGuard;
import io.sipcast.net.StreamGuard.Verdict;
import io.sipcast.net.StreamRequest;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /app/name.flv}: the live stream {@code app/name} as FLV that has no end, over HTTP
 * and, where the client asks to upgrade, as binary messages over WebSocket.
 *
 * <p>Who may play is for the guard to say, as over RTMP: 403 where it says no. With {@code ?wait=1}
 * a stream that is not there yet is waited for, else it is a 404.
 */
final class FlvHandler implements Handler<RoutingContext> {
    /** The two groups are app and name. */
    static final String PATH = "/(?<app>[^/]+)/(?<name>.+)\\.flv";

    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final short TRY_AGAIN_LATER = 1013; // RFC 6455 §7.4, IANA registry

    private final Vertx vertx;
    private final Streams streams;
    private final StreamForm form;
    private final FlvGroups groups;
    private final StreamGuard guard;
    private final FailedKeys failedKeys;

    FlvHandler(
            Vertx vertx,
            Streams streams,
            StreamForm form,
            StreamGuard guard,
            FailedKeys failedKeys) {
        this.failedKeys = failedKeys;
        this.vertx = vertx;
        this.streams = streams;
        this.form = form;
        this.groups = new FlvGroups(form);
        this.guard = guard;
    }

    @Override
    public void handle(RoutingContext context) {
        StreamRequest request = request(context);
        Optional<String> key = guard.keyShown(request);
        InetAddress client = Caller.of(context.request()).client();
        if (key.isPresent()) {
            failedKeys.check(client);
        }
        CompletableFuture<Verdict> asked = guard.ask(request);
        if (asked.isDone()) {
            if (key.isPresent() && StreamGuard.isWrongKey(asked.join())) { // no hook was asked
                failedKeys.wrong(client, key.get());
            }
            decided(context, request, asked.join());
            return;
        }
        Context loop = vertx.getOrCreateContext();
        context.request().pause(); // else it is over before it can become a WebSocket
        var _ =
                asked.thenAccept(verdict ->
                        loop.runOnContext(_ -> {
                            context.request().resume();
                            decided(context, request, verdict);
                        }));
    }

    private void decided(RoutingContext context, StreamRequest request, Verdict verdict) {
        switch (verdict) {
            case Verdict.Allowed(var name) -> {
                try {
                    serve(context, request.named(name));
                } catch (Problem problem) {
                    context.fail(problem);
                }
            }
            case Verdict.Refused(var reason) -> context.fail(new Problem(403, reason));
        }
    }

    private void serve(RoutingContext context, StreamRequest request) {
        StreamName name = request.name();
        Optional<LiveStream> stream = streams.find(name);
        boolean wait = "1".equals(context.request().getParam("wait"));
        if (stream.isEmpty() && !wait) {
            throw absent();
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            head(context.response()).end();
        } else if (context.request().canUpgradeToWebSocket()) {
            context.request()
                    .toWebSocket()
                    .onSuccess(socket -> overWebSocket(socket, request))
                    .onFailure(context::fail);
        } else {
            overHttp(context, request);
        }
    }

    private static StreamRequest request(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            var name = new StreamName(context.pathParam("app"), context.pathParam("name"));
            return StreamRequest.overHttp(
                    name,
                    Objects.requireNonNullElse(request.query(), ""),
                    request.remoteAddress().hostAddress(),
                    Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, String.valueOf(e.getMessage()));
        }
    }

    private static Problem absent() {
        return new Problem(404, "There is no live stream of this name.");
    }

    private static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "video/x-flv")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no"); // nginx in front would hold it back
    }

    private void overHttp(RoutingContext context, StreamRequest request) {
        HttpServerResponse response = context.response();
        var viewing = new Viewing(request);
        response.closeHandler(_ -> viewing.close());
        viewing.await(
                request.name(),
                stream -> {
                    head(response).setChunked(true).writeHead();
                    viewing.begin(stream, viewer -> overHttp(context.request(), viewer));
                },
                () -> context.fail(absent()));
    }

    private static FlvOutput overHttp(HttpServerRequest request, FlvViewer viewer) {
        FlvOutput chunked = ChunkedOutput.after(request, viewer::pump);
        return chunked == null
                ? new MessageOutput(request.response(), viewer::pump, viewer::close)
                : chunked;
    }

    private void overWebSocket(ServerWebSocket socket, StreamRequest request) {
        var viewing = new Viewing(request);
        socket.closeHandler(_ -> viewing.close());
        viewing.await(
                request.name(),
                stream ->
                        viewing.begin(
                                stream,
                                viewer -> new MessageOutput(socket, viewer::pump, viewer::close)),
                () -> socket.close(TRY_AGAIN_LATER, absent().detail()));
    }

    /** From the wait for a stream to the viewer's leaving. On the connection's event loop. */
    private final class Viewing {
        private final Context loop = vertx.getOrCreateContext();
        private final StreamRequest request;
        private @Nullable Runnable stopWaiting;
        private @Nullable FlvViewer viewer;
        private long timer;
        private boolean over;

        Viewing(StreamRequest request) {
            this.request = request;
        }

        void await(StreamName name, Consumer<LiveStream> found, Runnable missed) {
            timer =
                    vertx.setTimer(
                            LONGEST_WAIT_MILLIS,
                            _ -> {
                                if (!over && viewer == null) {
                                    close();
                                    missed.run();
                                }
                            });
            stopWaiting =
                    streams.await(
                            name,
                            stream ->
                                    loop.runOnContext(_ -> {
                                        vertx.cancelTimer(timer);
                                        if (!over) {
                                            found.accept(stream);
                                        }
                                    }));
        }

        void begin(LiveStream stream, Function<FlvViewer, FlvOutput> opening) {
            FlvGroup group = groups.of(stream, loop);
            viewer = new FlvViewer(stream, form, opening, group);
            group.add(viewer);
        }

        void close() {
            if (!over) {
                guard.done(request);
            }
            over = true;
            vertx.cancelTimer(timer);
            if (stopWaiting != null) {
                stopWaiting.run();
            }
            if (viewer != null) {
                viewer.close();
            }
        }
    }
}
