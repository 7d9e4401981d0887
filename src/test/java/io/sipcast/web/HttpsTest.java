package io.sipcast.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.config.Config;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.net.HttpTls;
import io.sipcast.peer.TestCertificates;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server over TLS: the same as over HTTP, by HTTP/2 where the client takes it. */
class HttpsTest {
    private static final String KEY = "the-right-key";
    private static final String SESSION = "/api/v1/session";

    private TestServer server;
    private HttpClient client;
    private int port;

    @BeforeEach
    void start() throws Exception {
        var settings =
                TestServer.settings(KEY, List.of(), List.of(), List.of("https://studio.example"));
        server = TestServer.with(settings);
        port = server.startSecure(certificate());
        client = HttpClient.newBuilder().sslContext(TlsClient.trusting()).build();
    }

    private static HttpTls certificate() throws Exception {
        return Objects.requireNonNull(
                HttpTls.load(
                        new Config.Http.Https(
                                0,
                                Optional.of(TestCertificates.certificate("server")),
                                Optional.of(TestCertificates.key("server")),
                                Optional.empty(),
                                false)));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        client.close();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder login() {
        return request(SESSION)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"" + KEY + "\"}"));
    }

    @Test
    void speaksHttp2() throws Exception {
        HttpResponse<String> page = send(request("/"));

        assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>");
        assertThat(send(request("/api/v1/calls")).statusCode()).isEqualTo(401);
        assertThat(send(request("/nothing")).statusCode()).isEqualTo(404);
        assertThat(server.http.get("/").status()).as("and HTTP beside it").isEqualTo(200);
    }

    @Test
    void logsInWithACookieThatOnlyThisHostSetsAndOnlyHttpsCarries() throws Exception {
        HttpResponse<String> reply = send(login());
        String field = reply.headers().firstValue("set-cookie").orElseThrow();
        String cookie = field.split(";", 2)[0];

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(field)
                .matches(
                        "__Host-sipcast-%d=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict;"
                                        .formatted(port)
                                + " Secure");
        assertThat(send(request("/api/v1/calls").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
        assertThat(server.http.get("/api/v1/calls", "Cookie: " + cookie).status())
                .as("not by HTTP")
                .isEqualTo(401);
    }

    /** A page of the same name that came by HTTP may have been made by whoever is in between. */
    @ParameterizedTest
    @CsvSource({
        "https://localhost:%d, 404",
        "http://localhost:%d, 403",
        "https://localhost, 403",
        "https://studio.example, 403",
        "'', 403"
    })
    void theCookieChangesSomethingOnlyForOurPagesThatCameByHttps(String origin, int status)
            throws Exception {
        String cookie =
                send(login()).headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        HttpRequest.Builder request =
                request("/rest-api/call/terminate")
                        .header("Content-Type", "application/json")
                        .header("Cookie", cookie)
                        .POST(BodyPublishers.ofString("{\"callId\":\"none\"}"));
        if (!origin.isEmpty()) {
            request.header("Origin", origin.formatted(port));
        }

        assertThat(send(request).statusCode()).isEqualTo(status);
    }

    /** A stranger's name has no certificate of ours, so no page of his gets here by it. */
    @ParameterizedTest
    @CsvSource({
        "sip.example.org, 200, 421, yes",
        "sip.example.org:8444, 200, 421, no",
        "SIP.example.org.:443, 200, 421, yes",
        "localhost:8444, 200, 200, no",
        "[::1], 200, 200, yes",
        "evil.example, 421, 421, no"
    })
    void knowsTheNamesOfItsCertificateAndDemandsHttpsWhereNoOtherPortIsHarmed(
            String host, int secure, int plain, String demanded) throws Exception {
        try (var tls = new TlsClient(port)) {
            String head = tls.head("HEAD / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

            assertThat(head).startsWith("HTTP/1.1 " + secure);
            assertThat(
                            head.toLowerCase(Locale.ROOT)
                                    .contains(
                                            "\r\nstrict-transport-security: max-age=15552000\r\n"))
                    .isEqualTo(demanded.equals("yes"));
        }
        var overHttp = server.http.get("/", "Host: " + host);
        assertThat(overHttp.status()).isEqualTo(plain);
        assertThat(overHttp.header("strict-transport-security")).isNull();
    }

    @Test
    void aCertificateSignedByItselfDemandsNothing() throws Exception {
        HttpTls tls =
                Objects.requireNonNull(
                        HttpTls.load(
                                new Config.Http.Https(
                                        0,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        true)));
        try (var client = new TlsClient(server.startSecure(tls))) {
            String head = client.head("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(client.peer()).isEqualTo("CN=Sipcast (signed by itself)");
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(head).doesNotContainIgnoringCase("strict-transport-security");
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheConnectionStays() throws Exception {
        HttpResponse<String> reply =
                send(
                        request(SESSION)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(" ".repeat(Body.LONGEST + 1))));

        assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(send(request("/")).statusCode()).isEqualTo(200);
    }

    @Test
    void manyStreamsFitOneConnection() throws Exception {
        int viewers = 20;
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("one"), Audio.UNITS, true);
        List<CompletableFuture<HttpResponse<InputStream>>> playing = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            playing.add(
                    client.sendAsync(
                            request("/live/one.flv").build(), BodyHandlers.ofInputStream()));
        }
        stream.awaitViewers(viewers);
        stream.addBoth(0, 1000);

        for (var each : playing) {
            HttpResponse<InputStream> reply = each.get(10, TimeUnit.SECONDS);
            assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(reply.headers().firstValue("content-type")).hasValue("video/x-flv");
            assertThat(reply.body().readNBytes(3)).isEqualTo("FLV".getBytes(US_ASCII));
        }
        InputStream first = playing.removeFirst().get().body();
        first.close();
        stream.addBoth(1000, 2000).awaitViewers(viewers - 1);

        stream.end();
        for (var each : playing) {
            byte[] rest = each.get().body().readAllBytes();
            assertThat(rest.length).as("to the end").isGreaterThan(50 * 500);
        }
    }

    @Test
    void aStreamComesWholeOverHttp1() throws Exception {
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("one"), Audio.UNITS, true);
        stream.addBoth(0, 1000);
        var playing =
                client.sendAsync(
                        request("/live/one.flv").version(HttpClient.Version.HTTP_1_1).build(),
                        BodyHandlers.ofByteArray());
        stream.awaitViewers(1);
        stream.addBoth(1000, 2000).end();

        HttpResponse<byte[]> reply = playing.get(10, TimeUnit.SECONDS);

        assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(Flv.read(reply.body()).words())
                .startsWith("S", "VH", "V0!")
                .endsWith("V1960", "A1960", "A1980")
                .doesNotHaveDuplicates();
    }

    /** What waits for a viewer must not stand before what others ask for. */
    @Test
    void pagesComeAtOnceBesideStreamsThatNobodyReads() throws Exception {
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("one"), Audio.UNITS, true);
        for (int i = 0; i < 5; i++) {
            var _ =
                    client.sendAsync(
                            request("/live/one.flv").build(), BodyHandlers.ofInputStream());
        }
        stream.awaitViewers(5);
        String script = send(request("/mpegts/mpegts.js")).body();

        for (int i = 0; i < 100; i++) {
            stream.addBoth(i * 1000, i * 1000 + 1000);
            HttpResponse<String> reply = send(request("/mpegts/mpegts.js"));
            assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(reply.body()).isEqualTo(script);
        }
        stream.end();
    }

    /** It hung in every fifth run or so. */
    @RepeatedTest(10)
    void aSlowViewerOverHttp2LosesPicturesAndHarmsNoOther() throws Exception {
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("one"), Audio.UNITS, true);
        var slow = client.sendAsync(request("/live/one.flv").build(), BodyHandlers.ofInputStream());
        stream.awaitViewers(1);
        int pictures = 1500; // a minute, 75 MB
        for (int i = 0; i < pictures; i++) {
            stream.add(TestStream.picture(40L * i, i % 25 == 0, 50_000));
        }
        assertThat(send(request("/")).statusCode()).isEqualTo(200);
        stream.end();

        int bytes = slow.get(10, TimeUnit.SECONDS).body().readAllBytes().length;
        assertThat(bytes).isBetween(50_000, 40_000_000);
    }

    @Test
    void playsOverWebSocket() throws Exception {
        TestStream stream =
                TestStream.open(server.streams, StreamName.ofCall("one"), Audio.UNITS, true)
                        .addBoth(0, 400);
        var first = new CompletableFuture<String>();
        var closed = new CompletableFuture<Integer>();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .buildAsync(
                                URI.create("wss://localhost:" + port + "/live/one.flv"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onBinary(
                                            WebSocket from, ByteBuffer data, boolean last) {
                                        byte[] begin = new byte[Math.min(3, data.remaining())];
                                        data.get(begin);
                                        first.complete(new String(begin, US_ASCII));
                                        return WebSocket.Listener.super.onBinary(from, data, last);
                                    }

                                    @Override
                                    public CompletionStage<?> onClose(
                                            WebSocket from, int status, String reason) {
                                        closed.complete(status);
                                        return WebSocket.Listener.super.onClose(
                                                from, status, reason);
                                    }
                                })
                        .get(10, TimeUnit.SECONDS);

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("FLV");
        stream.end();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        socket.abort();
    }
}
