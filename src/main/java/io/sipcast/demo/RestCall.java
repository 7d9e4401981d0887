package io.sipcast.demo;

import io.sipcast.api.Json;
import io.sipcast.observe.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One call of the gateway, placed and watched through its REST interface as any program would. */
final class RestCall implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final Optional<Secret> key;
    private final String callId;

    RestCall(URI base, Optional<Secret> key, String callId) {
        this.base = base;
        this.key = key;
        this.callId = callId;
    }

    String callId() {
        return callId;
    }

    /**
     * Places the call.
     *
     * @throws IOException with the gateway's own words when it refuses
     */
    void start(Map<String, Object> fields) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post("/rest-api/call/startup", fields);
        if (answer.statusCode() != 200) {
            throw new IOException("The gateway refused the call: " + text(answer));
        }
    }

    /** As the reference names it; empty once the call has ended. */
    Optional<String> status() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post("/rest-api/call/find", Map.of("callId", callId));
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(Json.read(answer.body()).path(0).path("status").asString());
            case NOT_FOUND -> Optional.empty();
            default -> throw new IOException("The gateway does not find calls: " + text(answer));
        };
    }

    /** Why the call ended, in the gateway's words. */
    String reason() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request("/api/v1/calls/" + callId).GET().build());
        JsonNode call = Json.read(answer.body());
        return call.path("reason").asString("The call ended.");
    }

    void terminate() throws IOException, InterruptedException {
        post("/rest-api/call/terminate", Map.of("callId", callId));
    }

    private HttpResponse<byte[]> post(String path, Map<String, Object> fields)
            throws IOException, InterruptedException {
        var body = HttpRequest.BodyPublishers.ofString(Json.write(fields));
        return send(request(path).header("Content-Type", "application/json").POST(body).build());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
