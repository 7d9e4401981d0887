package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /app/name.flv}: the live stream {@code app/name} as FLV that has no end, over HTTP
 * and, where the client asks to upgrade, as binary messages over WebSocket.
 *
 * <p>With {@code ?wait=1} a stream that is not there yet is waited for, else it is a 404.
 */
final class FlvHandler implements Handler<RoutingContext> {
    /** The two groups are app and name. */
    static final String PATH = "/(?<app>[^/]+)/(?<name>.+)\\.flv";

    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final short TRY_AGAIN_LATER = 1013; // RFC 6455 §7.4, IANA registry

    private final Vertx vertx;
    private final Streams streams;
    private final StreamForm form;

    FlvHandler(Vertx vertx, Streams streams, StreamForm form) {
        this.vertx = vertx;
        this.streams = streams;
        this.form = form;
    }

    @Override
    public void handle(RoutingContext context) {
        StreamName name = name(context);
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
                    .onSuccess(socket -> overWebSocket(socket, name))
                    .onFailure(context::fail);
        } else {
            overHttp(context, name);
        }
    }

    private static StreamName name(RoutingContext context) {
        try {
            return new StreamName(context.pathParam("app"), context.pathParam("name"));
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

    private void overHttp(RoutingContext context, StreamName name) {
        HttpServerResponse response = context.response();
        var viewing = new Viewing();
        response.closeHandler(_ -> viewing.close());
        viewing.await(
                name,
                stream -> {
                    head(response).setChunked(true).writeHead();
                    viewing.begin(stream, response);
                },
                () -> context.fail(absent()));
    }

    private void overWebSocket(ServerWebSocket socket, StreamName name) {
        var viewing = new Viewing();
        socket.closeHandler(_ -> viewing.close());
        viewing.await(
                name,
                stream -> viewing.begin(stream, socket),
                () -> socket.close(TRY_AGAIN_LATER, absent().detail()));
    }

    /** From the wait for a stream to the viewer's leaving. On the connection's event loop. */
    private final class Viewing {
        private final Context loop = vertx.getOrCreateContext();
        private @Nullable Runnable stopWaiting;
        private @Nullable FlvViewer viewer;
        private long timer;
        private boolean over;

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

        void begin(LiveStream stream, WriteStream<Buffer> out) {
            viewer = new FlvViewer(stream, form, out, loop);
            viewer.pump();
        }

        void close() {
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
