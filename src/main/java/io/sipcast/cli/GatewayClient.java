package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;
import io.sipcast.observe.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** The REST interface of one gateway. Safe for use by any thread. */
public final class GatewayClient implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI base;
    private final Optional<Secret> key;

    /**
     * Connects to nothing yet.
     *
     * @param base http or https, with a path where a proxy has given it one
     * @param key that it wants, if any
     * @param tls for https; empty: whom the Java runtime trusts
     */
    public GatewayClient(URI base, Optional<Secret> key, Optional<SSLContext> tls) {
        this.base = base;
        this.key = key;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECTING);
        tls.ifPresent(builder::sslContext);
        http = builder.build();
    }

    /** Where it is, as people write it. */
    public String address() {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Something of it, by its path. */
    String url(String path) {
        return address() + path;
    }

    /** Whether a gateway answers there. */
    public boolean answers() throws InterruptedException {
        try {
            var health = request("/health").GET().build();
            return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    CompletableFuture<Reply> get(String path) {
        return send(request(path).GET().build());
    }

    CompletableFuture<Reply> post(String path, Map<String, Object> body) {
        var text = HttpRequest.BodyPublishers.ofString(Json.write(body));
        return send(request(path).header("Content-Type", "application/json").POST(text).build());
    }

    CompletableFuture<Reply> delete(String path) {
        return send(request(path).DELETE().build());
    }

    private CompletableFuture<Reply> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> new Reply(answer.statusCode(), answer.body()));
    }

    /**
     * Opens the live events, with the statistics of one call.
     *
     * @param lastId of the last event that was seen; may be empty
     */
    HttpResponse<InputStream> events(String callId, String lastId)
            throws IOException, InterruptedException {
        var request =
                request("/api/v1/events?watch=" + encoded(callId))
                        .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return http.send(request.GET().build(), BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(url(path))).timeout(ANSWERING);
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        return request;
    }

    /** As one part of a path or as a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** What went wrong, in words for who typed the address. */
    static String explain(Throwable fault) {
        for (Throwable e = fault; e != null; e = e.getCause()) {
            switch (e) {
                case UnresolvedAddressException _ -> {
                    return "there is no host of that name";
                }
                case HttpConnectTimeoutException _ -> {
                    return "it cannot be reached within " + CONNECTING.toSeconds() + " s";
                }
                case HttpTimeoutException _ -> {
                    return "it does not answer within " + ANSWERING.toSeconds() + " s";
                }
                case SSLException _ -> {
                    return tls(e);
                }
                default -> {
                    // its cause may say more
                }
            }
        }
        return fault instanceof ConnectException || fault.getCause() instanceof ConnectException
                ? "connection refused"
                : words(fault);
    }

    private static String tls(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("plaintext") || text.contains("Unsupported or unrecognized")
                ? "it does not speak TLS there"
                : "its certificate is not trusted (" + Clean.text(text) + "): see --trust";
    }

    private static String words(Throwable fault) {
        Throwable inner = fault.getCause() == null ? fault : fault.getCause();
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : Clean.text(message);
    }

    /** Whatever is under way is given up. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
