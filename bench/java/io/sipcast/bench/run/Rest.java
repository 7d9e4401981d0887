package io.sipcast.bench.run;

import io.sipcast.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A gateway's REST interface. Safe for use by any thread. */
final class Rest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String root;
    private final HttpClient http = HttpClient.newHttpClient();

    Rest(int port) {
        this.root = "http://127.0.0.1:" + port;
    }

    /** The body, whatever the status; empty if there is no answer. */
    String get(String path) throws InterruptedException {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * Asks for something.
     *
     * @throws BenchException the answer is not 200
     */
    void post(String path, Map<String, ?> body) {
        HttpResponse<String> answer = send(path, body).join();
        if (answer.statusCode() != 200) {
            throw new BenchException(
                    "POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Ends a call, if it is there; does not wait. */
    void hangUp(String callId) {
        var _ = send("/rest-api/call/terminate", Map.of("callId", callId));
    }

    /** Asks for something; the answer may be anything. */
    CompletableFuture<HttpResponse<String>> send(String path, Map<String, ?> body) {
        return http.sendAsync(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
