package io.sipcast.web;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Route;
import io.sipcast.api.events.EventHub;
import io.sipcast.config.Config;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.net.HttpTls;
import io.sipcast.net.StreamGuard;
import io.sipcast.record.FolderDisk;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server. Event loops of its own serve pages and FLV; REST methods run on virtual threads.
 */
public final class WebServer implements AutoCloseable {
    private static final int IDLE_SECONDS = 120;
    private static final int CLOSE_SECONDS = 5;

    /** Grown by the system, it would hold many seconds of a stream that a slow viewer awaits. */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final Config.Http settings;
    private final int rtmpPort;
    private final Access access;
    private final FailedKeys streamKeys = new FailedKeys("stream", System::nanoTime);
    private final Router inside;
    private final Vertx vertx;
    private final HttpServer server;
    private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Builds the server; {@link #start} opens its port.
     *
     * @param rtmpPort where the embedded RTMP server listens: the pages suggest it
     * @param routes the REST methods
     * @param form in which viewers get streams
     * @param guard says who may view
     * @param recordings the files that may be fetched; empty: there are none
     * @param events what happens here, for who listens
     * @throws IllegalArgumentException when the settings make no sense
     */
    public WebServer(
            Config.Http settings,
            int rtmpPort,
            List<Route> routes,
            Streams streams,
            StreamForm form,
            StreamGuard guard,
            Optional<FolderDisk> recordings,
            EventHub events) {
        this.rtmpPort = rtmpPort;
        this.settings = settings;
        access = new Access(settings);
        vertx = Vertx.vertx(vertxOptions());
        server = vertx.createHttpServer(serverOptions(settings));
        inside =
                router(
                        routes,
                        access,
                        files(settings.embedOrigins(), virtualThreads),
                        new FlvHandler(vertx, streams, form, guard, streamKeys),
                        new RecordingFiles(recordings, access, virtualThreads),
                        new EventsHandler(events, access, vertx, virtualThreads));
        server.requestHandler(new Gate(access, null, inside));
    }

    private static VertxOptions vertxOptions() {
        var files =
                new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false);
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(files);
    }

    private static HttpServerOptions serverOptions(Config.Http settings) {
        return new HttpServerOptions()
                .setHost(settings.address().getHostAddress())
                .setPort(settings.port())
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    private Router router(
            List<Route> routes,
            Access access,
            StaticFiles files,
            FlvHandler flv,
            RecordingFiles recordings,
            EventsHandler events) {
        Router router = Router.router(vertx);
        router.route().failureHandler(Answers::fail);
        router.getWithRegex(RecordingFiles.PATH).handler(recordings);
        router.headWithRegex(RecordingFiles.PATH).handler(recordings);
        new SessionHandler(access).mount(router);
        router.get(EventsHandler.PATH).handler(events);
        router.head(EventsHandler.PATH).handler(events);
        router.route(EventsHandler.PATH)
                .handler(context -> refuseMethod(context, Set.of("GET", "HEAD")));
        for (Route route : routes) {
            for (String method : allowed(route)) {
                router.route(HttpMethod.valueOf(method), route.path())
                        .handler(new RestHandler(route, access, virtualThreads));
            }
        }
        methodsByPath(routes)
                .forEach((path, methods) ->
                        router.route(path).handler(context -> refuseMethod(context, methods)));
        router.get("/settings.json").handler(this::pageSettings);
        files.mount(router);
        router.getWithRegex(FlvHandler.PATH).handler(flv);
        router.headWithRegex(FlvHandler.PATH).handler(flv);
        router.route().handler(context -> context.fail(new Problem(404, "There is nothing here.")));
        return router;
    }

    private static StaticFiles files(List<String> embedOrigins, Executor mayWait) {
        var files = new StaticFiles();
        Pages.put(files, embedOrigins, mayWait);
        Documentation.put(files, mayWait);
        return files;
    }

    private static Map<String, Set<String>> methodsByPath(List<Route> routes) {
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).addAll(allowed(route));
        }
        return methods;
    }

    /** What can be got has a head, too. */
    private static Set<String> allowed(Route route) {
        Set<String> methods = new TreeSet<>(route.methods());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static void refuseMethod(RoutingContext context, Set<String> methods) {
        String allowed = String.join(", ", new TreeSet<>(methods));
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).putHeader("Allow", allowed).end();
            return;
        }
        context.fail(new Problem(405, "Use " + allowed + " here.", null, Map.of("Allow", allowed)));
    }

    /** What the pages suggest: the embedded RTMP server, under the name that led here. */
    private void pageSettings(RoutingContext context) {
        String host = Caller.of(context.request()).hostName();
        String name = host.contains(":") ? "[" + host + "]" : host;
        String url = "rtmp://" + name + ":" + rtmpPort + "/live";
        Answers.send(context.request(), Answer.json(Map.of("rtmpUrl", url)));
    }

    /**
     * Opens the port and begins to serve.
     *
     * @return the port, which was chosen if the settings said 0
     * @throws IOException when the port or the address cannot be had
     */
    public int start() throws IOException {
        return listen(server);
    }

    /**
     * Opens the port for HTTPS, too.
     *
     * @return the port, which was chosen if the settings said 0
     * @throws IOException when the port or the address cannot be had
     */
    public int startSecure(HttpTls tls) throws IOException {
        var listener = new HttpsListener(vertx, serverOptions(settings), tls, virtualThreads);
        return listen(listener.open(new Gate(access, tls, inside)));
    }

    private static int listen(HttpServer server) throws IOException {
        try {
            return server.listen().await(CLOSE_SECONDS, TimeUnit.SECONDS).actualPort();
        } catch (Exception e) {
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
    }

    /** Numbers on who was let in. */
    public MeterBinder metrics() {
        return new HttpMetrics(access.sessions(), access.failedKeys(), streamKeys);
    }

    /** Closes the port and every connection; returns when that is done. */
    @Override
    public void close() {
        virtualThreads.shutdownNow();
        try {
            var _ = vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception _) {
            // its threads are daemons: nothing is left to be done
        }
    }
}
