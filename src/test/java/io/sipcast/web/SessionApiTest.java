package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.web.Http.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with the key, and what the cookie is good for. */
class SessionApiTest {
    private static final String PATH = "/api/v1/session";
    private static final String CALLS = "/api/v1/calls";
    private static final String TERMINATE = "/rest-api/call/terminate";
    private static final String KEY = "the-right-key";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.with(TestServer.settings(KEY, List.of(), List.of(), List.of()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply login(String key) {
        return server.http.postJson(PATH, "{\"key\":\"" + key + "\"}");
    }

    /** NAME=TOKEN of a Set-Cookie field. */
    static String cookie(Reply reply) {
        return String.valueOf(reply.header("set-cookie")).split(";", 2)[0];
    }

    private Reply state(String... headers) {
        return server.http.get(PATH, headers);
    }

    @Test
    void aLoginIsACookieThatNoScriptAndNoOtherSiteUses() {
        Reply reply = login(KEY);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.bytes().size()).isZero();
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("set-cookie"))
                .matches(
                        "sipcast-%d=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict"
                                .formatted(server.port()));
        assertThat(login(KEY).header("set-cookie")).isNotEqualTo(reply.header("set-cookie"));
    }

    @Test
    void theCookieOpensWhatTheKeyOpens() {
        String cookie = "Cookie: " + cookie(login(KEY));

        assertThat(server.http.get(CALLS).status()).isEqualTo(401);
        assertThat(server.http.get(CALLS, cookie).status()).isEqualTo(200);
        assertThat(server.http.get("/rest-api/call/find_all", cookie).status()).isNotEqualTo(401);
        assertThat(server.http.get("/api/v1/recordings/none.mp4", cookie).status()).isEqualTo(404);
    }

    @Test
    void saysWhetherALoginIsNeededAndThere() {
        assertThat(state().body()).contains("\"needed\":true").contains("\"loggedIn\":false");
        assertThat(state("Cookie: " + cookie(login(KEY))).body())
                .contains("\"needed\":true")
                .contains("\"loggedIn\":true");
        assertThat(state("Authorization: Bearer " + KEY).body()).contains("\"loggedIn\":false");
    }

    @ParameterizedTest
    @CsvSource({"the-right-key, 127.0.0.1", ", 10.0.0.1"})
    void whoNeedsNoKeyNeedsNoLogin(String key, String allowed) throws Exception {
        try (var open =
                TestServer.with(
                        TestServer.settings(
                                key,
                                key == null ? List.of() : List.of(allowed),
                                List.of(),
                                List.of()))) {
            assertThat(open.http.get(PATH).body())
                    .contains("\"needed\":false")
                    .contains("\"loggedIn\":false");
        }
    }

    @Test
    void aServerWithoutAKeyHasNothingToLogInWith() throws Exception {
        try (var open = TestServer.open(new FakeCalls())) {
            Reply reply = open.http.postJson(PATH, "{\"key\":\"any\"}");

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header("set-cookie")).isNull();
        }
    }

    @Test
    void aWrongKeyIsNoLogin() {
        Reply reply = login("the-wrong-key");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.header("set-cookie")).isNull();
        assertThat(reply.body()).doesNotContain(KEY).doesNotContain("the-wrong-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: text/plain       | {\"key\":\"the-right-key\"} | 415",
                "X-None: 1                      | {\"key\":\"the-right-key\"} | 415",
                "Content-Type: application/json | {\"key\":\"\"}              | 400",
                "Content-Type: application/json | {}                          | 400",
                "Content-Type: application/json | {\"key\":[1]}               | 400",
                "Content-Type: application/json | the-right-key               | 400",
                "Content-Type: application/json | [                           | 400"
            })
    void aLoginIsJson(String type, String body, int status) {
        Reply reply = server.http.exchange("POST", PATH, body, type);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("set-cookie")).isNull();
    }

    @Test
    void logsOut() {
        String cookie = cookie(login(KEY));
        Reply reply =
                server.http.exchange(
                        "DELETE",
                        PATH,
                        "",
                        "Cookie: " + cookie,
                        "Host: localhost:8081",
                        "Origin: http://localhost:8081");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("set-cookie"))
                .startsWith("sipcast-" + server.port() + "=;")
                .contains("Max-Age=0");
        assertThat(server.http.get(CALLS, "Cookie: " + cookie).status()).isEqualTo(401);
        assertThat(server.http.exchange("DELETE", PATH, "").status()).isEqualTo(204);
    }

    @Test
    void noOtherPageLogsOut() {
        String cookie = cookie(login(KEY));

        assertThat(server.http.exchange("DELETE", PATH, "", "Cookie: " + cookie).status())
                .isEqualTo(403);
        assertThat(server.http.get(CALLS, "Cookie: " + cookie).status()).isEqualTo(200);
    }

    @Test
    void aSecondLoginEndsTheFirst() {
        String first = cookie(login(KEY));
        Reply second =
                server.http.exchange(
                        "POST",
                        PATH,
                        "{\"key\":\"" + KEY + "\"}",
                        "Content-Type: application/json",
                        "Cookie: " + first);

        assertThat(second.status()).isEqualTo(204);
        assertThat(server.http.get(CALLS, "Cookie: " + first).status()).isEqualTo(401);
        assertThat(server.http.get(CALLS, "Cookie: " + cookie(second)).status()).isEqualTo(200);
    }

    /** Which page a browser lets send the cookie is not for us to know: only the Origin tells. */
    @ParameterizedTest
    @CsvSource({
        // method, origin, proxy's scheme, status: 404 is that of a call that is not there
        "GET, , , 200",
        "GET, http://gw.example:8081, , 200",
        "GET, https://studio.example, , 200",
        "GET, https://evil.example, , 403",
        "POST, , , 403",
        "POST, http://gw.example:8081, , 404",
        "POST, HTTP://GW.example:8081, , 404",
        "POST, https://gw.example:8081, , 404",
        "POST, http://gw.example:8082, , 403",
        "POST, http://gw.example, , 403",
        "POST, http://sub.gw.example:8081, , 403",
        "POST, null, , 403",
        "POST, https://studio.example, , 403",
        "POST, https://evil.example, , 403",
        "POST, https://gw.example:8081, https, 404",
        "POST, http://gw.example:8081, https, 403",
        "POST, https://gw.example:8081, http, 403",
        "POST, http://gw.example:8081, gopher, 404"
    })
    void theCookieChangesSomethingOnlyForOurOwnPages(
            String method, String origin, String forwarded, int status) throws Exception {
        var settings =
                TestServer.settings(
                        KEY, List.of(), List.of("gw.example"), List.of("https://studio.example"));
        try (var guarded = TestServer.with(settings)) {
            String scheme = forwarded == null ? "" : "X-Forwarded-Proto: " + forwarded;
            Reply login =
                    guarded.http.exchange(
                            "POST",
                            PATH,
                            "{\"key\":\"" + KEY + "\"}",
                            "Content-Type: application/json",
                            scheme);
            boolean get = method.equals("GET");

            Reply reply =
                    guarded.http.exchange(
                            method,
                            get ? CALLS : TERMINATE,
                            get ? "" : "{\"callId\":\"none\"}",
                            "Host: gw.example:8081",
                            "Cookie: " + cookie(login),
                            "Content-Type: application/json",
                            origin == null ? "" : "Origin: " + origin,
                            scheme);

            assertThat(reply.status()).isEqualTo(status);
        }
    }

    @Test
    void whoBringsTheKeyItselfNeedsNoOrigin() {
        Reply reply =
                server.http.exchange(
                        "POST",
                        TERMINATE,
                        "{\"callId\":\"none\"}",
                        "Content-Type: application/json",
                        "Authorization: Bearer " + KEY,
                        "Cookie: " + cookie(login(KEY)));

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void aWrongKeyIsNotMendedByACookie() {
        Reply reply =
                server.http.get(
                        CALLS, "Authorization: Bearer wrong", "Cookie: " + cookie(login(KEY)));

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void behindAProxyThatEndsTlsTheCookieIsForHttpsAlone() {
        Reply reply =
                server.http.exchange(
                        "POST",
                        PATH,
                        "{\"key\":\"" + KEY + "\"}",
                        "Content-Type: application/json",
                        "X-Forwarded-Proto: https");
        String cookie = cookie(reply);

        assertThat(reply.header("set-cookie"))
                .startsWith("__Host-sipcast-" + server.port() + "=")
                .endsWith("; Secure");
        assertThat(server.http.get(CALLS, "Cookie: " + cookie, "X-Forwarded-Proto: https").status())
                .isEqualTo(200);
        assertThat(server.http.get(CALLS, "Cookie: " + cookie).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "HEAD"})
    void otherMethodsAreRefused(String method) {
        Reply reply = server.http.exchange(method, PATH, "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo("DELETE, GET, HEAD, POST");
    }

    @Test
    void afterTooManyWrongKeysOneHasToWait() {
        String cookie = cookie(login(KEY));
        for (int i = 0; i < FailedKeys.FREE; i++) {
            assertThat(login("wrong-" + i).status()).isEqualTo(401);
        }

        Reply login = login(KEY);
        Reply bearer = server.http.get(CALLS, "Authorization: Bearer " + KEY);

        assertThat(login.status()).isEqualTo(429);
        assertThat(login.header("retry-after")).isEqualTo("1");
        assertThat(login.header("content-type")).isEqualTo("application/problem+json");
        assertThat(login.body()).contains("try again in 1 s");
        assertThat(bearer.status()).isEqualTo(429);
        assertThat(server.http.get(CALLS, "Cookie: " + cookie).status())
                .as("a login can't be guessed, and goes on")
                .isEqualTo(200);
        assertThat(server.http.get(CALLS).status()).as("nothing was tried").isEqualTo(401);
        assertThat(
                        server.http
                                .get(
                                        CALLS,
                                        "Authorization: Bearer " + KEY,
                                        "X-Forwarded-For: 203.0.113.9, 198.51.100.7")
                                .status())
                .as("another client of a proxy on this machine")
                .isEqualTo(200);
    }
}
