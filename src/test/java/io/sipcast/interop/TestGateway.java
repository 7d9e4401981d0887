package io.sipcast.interop;

import static org.awaitility.Awaitility.await;

import io.sipcast.Gateway;
import io.sipcast.config.ConfigSources;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway on free ports, used over its REST interface as a program would. Calls that have no
 * target go to a strict ingest as well, whose verdict comes with {@link #close}.
 */
final class TestGateway implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final int httpPort;
    private final int httpsPort;
    private final int rtmpPort;
    private final int sipPort;
    private final int rtmpsPort;
    private final Runnable stop;
    private final HttpClient http = HttpClient.newHttpClient();
    private final @Nullable StrictIngest ingest;
    private final AtomicInteger calls = new AtomicInteger();

    private TestGateway(
            int httpPort,
            int httpsPort,
            int rtmpPort,
            int sipPort,
            int rtmpsPort,
            Runnable stop,
            @Nullable StrictIngest ingest) {
        this.rtmpsPort = rtmpsPort;
        this.httpPort = httpPort;
        this.httpsPort = httpsPort;
        this.rtmpPort = rtmpPort;
        this.sipPort = sipPort;
        this.stop = stop;
        this.ingest = ingest;
    }

    /** With these settings over the defaults, such as {@code call.ring-timeout=2s}. */
    static TestGateway start(String... settings) throws Exception {
        return start(StrictIngest.start(), settings);
    }

    /** One whose streams nobody judges: they are meant to be wrong, or too many. */
    static TestGateway startUnjudged(String... settings) throws Exception {
        return start(null, settings);
    }

    private static TestGateway start(@Nullable StrictIngest ingest, String... settings)
            throws Exception {
        var config = ConfigSources.ofProcess(null, onFreePorts(settings)).load().config();
        Gateway gateway = Gateway.start(config);
        return new TestGateway(
                gateway.httpPort(),
                gateway.httpsPort(),
                gateway.rtmpPort(),
                gateway.sipPort(),
                gateway.rtmpsPort(),
                gateway::close,
                ingest);
    }

    /** One that runs as a process of its own. */
    static TestGateway of(GatewayProcess process) {
        return new TestGateway(
                process.httpPort(),
                0,
                process.rtmpPort(),
                process.sipPort(),
                0,
                process::close,
                null);
    }

    /** A busy machine, as tests make it, must not keep them from calling: overload is off. */
    static List<String> onFreePorts(String... settings) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "http.port=0",
                                "rtmp.port=0",
                                "sip.port=0",
                                "call.overload.max-loop-lag=off",
                                "call.overload.max-cpu=off"));
        all.addAll(List.of(settings));
        return all;
    }

    int rtmpPort() {
        return rtmpPort;
    }

    /** For UDP and TCP. */
    int sipPort() {
        return sipPort;
    }

    String http(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    /** The same over TLS. */
    String https(String path) {
        return "https://127.0.0.1:" + httpsPort + path;
    }

    /** {@code rtmp://127.0.0.1:PORT/live/NAME} of the embedded server. */
    String rtmp(String name) {
        return "rtmp://127.0.0.1:" + rtmpPort + "/live/" + name;
    }

    /** A call's fields in pairs: name, value, name, value. */
    void call(String... fields) {
        HttpResponse<String> answer = post("/rest-api/call/startup", withTarget(fields));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    private String[] withTarget(String... fields) {
        if (ingest == null || List.of(fields).contains("rtmpUrl")) {
            return fields;
        }
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(
                List.of(
                        "rtmpUrl",
                        ingest.url(),
                        "rtmpStream",
                        "judged-" + calls.incrementAndGet()));
        return all.toArray(String[]::new);
    }

    void terminate(String callId) {
        HttpResponse<String> answer = post("/rest-api/call/terminate", "callId", callId);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    HttpResponse<String> post(String path, String... fields) {
        Map<String, String> body = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return send(
                HttpRequest.newBuilder(URI.create(http(path)))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(http(path))).build());
    }

    /** The same over TLS. */
    String rtmps(String name) {
        return "rtmps://127.0.0.1:" + rtmpsPort + "/live/" + name;
    }

    /** Whether a viewer would find the stream {@code live/NAME} over HTTP. */
    boolean hasFlv(String name) {
        return hasFlv(name, "");
    }

    /** Likewise, with a query such as {@code ?key=k}. */
    boolean hasFlv(String name, String query) {
        URI uri = URI.create(http("/live/" + name + ".flv" + query));
        HttpRequest request = HttpRequest.newBuilder(uri).HEAD().build();
        return send(request).statusCode() == 200;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything known of a call, live or ended. */
    JsonNode details(String callId) {
        return JSON.readTree(get("/api/v1/calls/" + callId).body());
    }

    /** Waits until the call has this status. */
    JsonNode awaitStatus(String callId, String status) {
        return awaitDetails(callId, call -> call.path("status").asString("").equals(status));
    }

    /** Waits until the call's push to its rtmpUrl has this status. */
    JsonNode awaitTarget(String callId, String status) {
        return awaitDetails(
                callId, call -> call.path("rtmp").path("status").asString("").equals(status));
    }

    JsonNode awaitDetails(String callId, Predicate<JsonNode> wanted) {
        var last = new AtomicReference<JsonNode>();
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        last.set(details(callId));
                        return wanted.test(last.get());
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("last seen: " + last.get(), e);
        }
        return Objects.requireNonNull(last.get());
    }

    /** What a viewer sees: the stream as ffmpeg records it by URL, untouched. */
    Recording record(String url, Duration length) {
        return record(url, length, "flv");
    }

    /** The same in another of ffmpeg's formats. */
    Recording record(String url, Duration length, String format) {
        Path file = PeerProcess.folder("record").resolve("out." + format);
        String _ =
                PeerProcess.run(
                        length.plusSeconds(30),
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        url,
                        "-t",
                        Long.toString(length.toSeconds()),
                        "-c",
                        "copy",
                        "-f",
                        format,
                        file.toString());
        return new Recording(file);
    }

    /** The same, while the test goes on. */
    CompletableFuture<Recording> recordMeanwhile(String url, Duration length) {
        return CompletableFuture.supplyAsync(
                () -> record(url, length), task -> Thread.ofVirtual().start(task));
    }

    @Override
    public void close() {
        http.close();
        stop.run();
        if (ingest != null) {
            try (ingest) {
                ingest.allKept();
            }
        }
    }
}
