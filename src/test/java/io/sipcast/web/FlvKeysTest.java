package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.config.ConfigSources;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.net.StreamGuard;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of {@code rtmp.play-keys} hold over HTTP, too. */
class FlvKeysTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        var sources =
                new ConfigSources(
                        null, List.of(), Map.of(), List.of("rtmp.play-keys=live/secret=eyes"));
        var guard =
                StreamGuard.of(
                        sources.load().config().rtmp(), task -> Thread.ofVirtual().start(task));
        server = TestServer.guarded(guard);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?key=", "?key=wrong", "?wait=1", "?key=wrong&key=eyes"})
    void withoutTheKeyItIsForbidden(String query) {
        var reply = server.http.get("/live/secret.flv" + query);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("The key of this stream is missing or wrong.");
        assertThatThrownBy(() -> webSocket("/live/secret.flv" + query))
                .isInstanceOf(CompletionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/secret.flv?key=eyes", "/live/secret.flv?wait=1&key=eyes"})
    void withTheKeyItPlays(String path) {
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("secret"), Audio.UNITS, true)
                        .addBoth(0, 400);
        webSocket(path);
        stream.end();
        assertThat(server.http.get("/live/other.flv").status()).isEqualTo(404);
    }

    @Test
    void whoTriesKeysHasToWaitEvenIfOneIsRight() {
        for (int i = 0; i < FailedKeys.FREE; i++) {
            assertThat(server.http.get("/live/secret.flv").status()).isEqualTo(403);
            assertThat(server.http.get("/live/secret.flv?key=try-" + i).status()).isEqualTo(403);
        }

        var reply = server.http.get("/live/secret.flv?key=eyes");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(server.http.get("/live/other.flv?key=any").status())
                .as("open to all")
                .isEqualTo(404);
        assertThat(server.http.get("/live/secret.flv").status()).isEqualTo(403);
        assertThat(server.http.get("/api/v1/calls").status()).isEqualTo(200);
    }

    /** Opens one and closes it; fails where it is refused. */
    private void webSocket(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("ws://localhost:" + server.port() + path);
            http.newWebSocketBuilder()
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join()
                    .abort(); // else closing the client waits for it
        }
    }
}
