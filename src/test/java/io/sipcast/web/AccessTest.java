package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.web.Http.Reply;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three walls over real HTTP: host, origin, key. */
class AccessTest {
    private static final String PATH = "/api/v1/calls";
    private static final String KEY = "the-right-key";

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:1, 200",
        "LOCALHOST., 200",
        "127.0.0.1, 200",
        "127.0.0.9:80, 200",
        "[::1]:8081, 200",
        "sip.example.com, 200",
        "Sip.Example.Com:8081, 200",
        "evil.example, 421",
        "localhost.evil.example, 421",
        "sip.example.com.evil.example:8081, 421",
        "10.0.0.1, 421",
        "[, 421",
        "'', 421"
    })
    void aHostMustBeOurs(String host, int status) throws Exception {
        var settings = TestServer.settings(null, List.of(), List.of("sip.example.com"), List.of());
        try (var server = TestServer.with(settings)) {
            Reply api = server.http.get(PATH, "Host: " + host);
            Reply page = server.http.get("/", "Host: " + host);

            assertThat(api.status()).isEqualTo(status);
            assertThat(page.status()).isEqualTo(status);
        }
    }

    @Test
    void thereIsExactlyOneHost() throws Exception {
        try (var server = TestServer.open(new FakeCalls())) {
            Reply none = server.http.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            Reply two = server.http.get("/", "Host: localhost", "Host: localhost");

            assertThat(none.status()).isEqualTo(400);
            assertThat(two.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8081, 200, no",
        "https://localhost:8081, 200, no",
        "https://studio.example, 200, yes",
        "HTTPS://Studio.example, 200, yes",
        "https://studio.example:444, 403, no",
        "http://localhost:3000, 403, no",
        "http://localhost, 403, no",
        "https://evil.example, 403, no",
        "null, 403, no"
    })
    void anOriginMustBeOursOrAllowed(String origin, int status, String allowed) throws Exception {
        var settings =
                TestServer.settings(null, List.of(), List.of(), List.of("https://studio.example/"));
        try (var server = TestServer.with(settings)) {
            Reply reply = server.http.get(PATH, "Host: localhost:8081", "Origin: " + origin);

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("access-control-allow-origin"))
                    .isEqualTo(allowed.equals("yes") ? origin : null);
            assertThat(reply.header("vary")).contains("Origin");
        }
    }

    @Test
    void aStarAllowsEveryOrigin() throws Exception {
        var settings = TestServer.settings(null, List.of(), List.of(), List.of("*"));
        try (var server = TestServer.with(settings)) {
            Reply reply = server.http.get(PATH, "Origin: https://any.example");

            assertThat(reply.header("access-control-allow-origin"))
                    .isEqualTo("https://any.example");
        }
    }

    @Test
    void aPreflightNeedsNoKeyAndAnAnswerMayBeRead() throws Exception {
        var settings =
                TestServer.settings(KEY, List.of(), List.of(), List.of("https://studio.example"));
        try (var server = TestServer.with(settings)) {
            String path = "/rest-api/call/startup";
            String[] asked = {
                "Origin: https://studio.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type,authorization"
            };
            Reply allowed = server.http.exchange("OPTIONS", path, "", asked);
            asked[0] = "Origin: https://evil.example";
            Reply refused = server.http.exchange("OPTIONS", path, "", asked);
            Reply unauthorized =
                    server.http.exchange("POST", path, "", "Origin: https://studio.example");

            assertThat(allowed.status()).isEqualTo(204);
            assertThat(allowed.header("access-control-allow-methods")).contains("POST");
            assertThat(allowed.header("access-control-allow-headers"))
                    .contains("Content-Type", "Authorization");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(unauthorized.status()).isEqualTo(401);
            assertThat(unauthorized.header("access-control-allow-origin"))
                    .isEqualTo("https://studio.example");
            assertThat(unauthorized.header("access-control-expose-headers")).contains("X-Call-Id");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401",
        "Bearer the-right-key, 200",
        "bearer the-right-key, 200",
        "Bearer the-wrong-key, 401",
        "Bearer the-right-key2, 401",
        "Bearer, 401",
        "the-right-key, 401",
        "Digest the-right-key, 401",
        "Basic any:the-right-key, 200",
        "Basic :the-right-key, 200",
        "Basic the-right-key:x, 401",
        "Basic %, 401"
    })
    void theKeyIsABearerTokenOrABasicPassword(String authorization, int status) throws Exception {
        try (var server =
                TestServer.with(TestServer.settings(KEY, List.of(), List.of(), List.of()))) {
            String header =
                    authorization.isEmpty() ? "" : "Authorization: " + encoded(authorization);

            Reply reply = server.http.get(PATH, header);

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("www-authenticate"))
                    .isEqualTo(status == 401 ? "Bearer realm=\"sipcast\"" : null);
            assertThat(reply.body()).doesNotContain(KEY);
        }
    }

    private static String encoded(String authorization) {
        if (!authorization.startsWith("Basic ") || authorization.endsWith("%")) {
            return authorization;
        }
        byte[] pair = authorization.substring(6).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @ParameterizedTest
    @CsvSource({
        "/rest-api/call/find_all, 401",
        "/rest-api/mixer/find_all, 401",
        "/api/v1/calls, 401",
        "/api/v1/calls/c, 401",
        "/health, 200",
        "/, 200",
        "/player, 200",
        "/settings.json, 200"
    })
    void theKeyGuardsTheInterfacesAndNotThePages(String path, int status) throws Exception {
        try (var server =
                TestServer.with(TestServer.settings(KEY, List.of(), List.of(), List.of()))) {
            assertThat(server.http.get(path).status()).isEqualTo(status);
        }
    }

    @Test
    void pullsAreForWhoHasTheKey() throws Exception {
        try (var server =
                TestServer.with(TestServer.settings(KEY, List.of(), List.of(), List.of()))) {
            Reply reply = server.http.postJson("/api/v1/pulls", "{\"url\":\"rtmp://h/a/s\"}");

            assertThat(reply.status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "127.0.0.0/8, 200", "10.0.0.0/8, 401", "::1, 401"})
    void allowedClientsNeedNoKey(String client, int status) throws Exception {
        var settings = TestServer.settings(KEY, List.of(client), List.of(), List.of());
        try (var server = TestServer.with(settings)) {
            assertThat(server.http.get(PATH).status()).isEqualTo(status);
        }
    }

    @Test
    void anAllowedClientThatIsNoAddressStopsTheStart() {
        var settings = TestServer.settings(null, List.of("my-pc"), List.of(), List.of());

        assertThatThrownBy(() -> new Access(settings))
                .hasMessageContaining("http.allowed-clients")
                .hasMessageContaining("my-pc");
    }
}
