package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.Json;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamName;
import io.sipcast.web.Http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Recordings over real HTTP, the files too. */
class RecordingsApiTest {
    private static final String PATH = "/api/v1/recordings";

    @TempDir Path folder;
    private final FakeCalls calls = new FakeCalls();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        server =
                TestServer.recording(
                        TestServer.settings(null, List.of(), List.of(), List.of()), calls, folder);
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRecordingIsBegunShownAndStopped() {
        TestStream stream = TestStream.open(server.streams, name("a b"), Audio.UNITS, true);
        Reply begun = http.postJson(PATH, "{\"stream\":\"a b\"}");
        assertThat(begun.status()).isEqualTo(201);
        assertThat(json(begun).get("stream").asString()).isEqualTo("live/a b");
        assertThat(http.postJson(PATH, "{\"stream\":\"live/a b\"}").status()).isEqualTo(409);

        stream.addBoth(0, 100);
        await().until(() -> !one("a%20b").get("open").isNull());
        stream.addBoth(100, 2000);
        await().until(() -> one("live%2Fa%20b").get("bytes").asInt() > 10_000);
        JsonNode now = json(http.get(PATH));
        assertThat(now.at("/live/0/status").asString()).isEqualTo("RECORDING");
        assertThat(now.at("/files/0/name").asString())
                .isEqualTo(now.at("/live/0/files/0").asString());
        String running = now.at("/files/0/name").asString();
        assertThat(http.get(PATH + "/" + running).bytes().size()).isGreaterThan(10_000);

        assertThat(http.exchange("DELETE", PATH + "/a%20b", "").status()).isEqualTo(200);
        await().until(() -> json(http.get(PATH)).get("live").isEmpty());
        assertThat(json(http.get(PATH)).at("/ended/0/reason").asString())
                .isEqualTo("The recording was stopped.");
        assertThat(http.exchange("DELETE", PATH + "/a%20b", "").status()).isEqualTo(404);
        assertThat(http.get(PATH + "/other").status()).isEqualTo(404);
    }

    @Test
    void aCallIsRecordedWhenItSaysSo() {
        TestStream _ = TestStream.open(server.streams, name("live-c1"), Audio.UNITS, true);
        Reply reply =
                http.postJson(
                        "/rest-api/call/startup",
                        "{\"callId\":\"c1\",\"callee\":\"sip:b@c.example\",\"record\":\"true\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(http.get(PATH)).at("/live/0/stream").asString()).isEqualTo("live/live-c1");
        assertThat(one("live-c1").get("status").asString()).isEqualTo("WAITING");
        assertThat(json(http.get("/api/v1/calls/c1")).at("/recording/stream").asString())
                .isEqualTo("live/live-c1");
    }

    @Test
    void withoutAFolderItSaysWhichKeyToSet() throws Exception {
        try (TestServer off = TestServer.open(calls)) {
            Reply call =
                    off.http.postJson(
                            "/rest-api/call/startup",
                            "{\"callee\":\"sip:b@c.example\",\"record\":true}");
            assertThat(call.status()).isEqualTo(400);
            assertThat(json(call).get("field").asString()).isEqualTo("record");
            assertThat(call.body()).contains("record.folder");
            assertThat(calls.requests).isEmpty();

            Reply recording = off.http.postJson(PATH, "{\"stream\":\"a\"}");
            assertThat(recording.status()).isEqualTo(409);
            assertThat(recording.body()).contains("record.folder");
            assertThat(off.http.get(PATH).body())
                    .contains("\"live\":[]", "\"ended\":[]", "\"files\":[]");
            assertThat(off.http.get(PATH + "/x.mp4").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"{}, 400", "'{\"stream\":\"none\"}', 404", "'{\"stream\":\"/\"}', 400"})
    void refusesWhatIsNoStream(String body, int status) {
        assertThat(http.postJson(PATH, body).status()).isEqualTo(status);
    }

    @Test
    void aFileIsServedWhole() throws Exception {
        Files.writeString(folder.resolve("live_a.mp4"), "0123456789");
        Reply whole = http.get(PATH + "/live_a.mp4");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.header("content-type")).isEqualTo("video/mp4");
        assertThat(whole.header("accept-ranges")).isEqualTo("bytes");
        Reply head = http.exchange("HEAD", PATH + "/live_a.mp4", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo("10");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=7-99, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "'bytes=0-1,3-4', 200, 0123456789,",
        "bytes=5-2, 200, 0123456789,",
        "bytes=-, 200, 0123456789,",
        "pages=1-2, 200, 0123456789,"
    })
    void aRangeOfAFileIsServed(String range, int status, String body, String contentRange)
            throws Exception {
        Files.writeString(folder.resolve("live_a.mp4"), "0123456789");
        Reply reply = http.get(PATH + "/live_a.mp4", "Range: " + range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("content-range")).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=-0", "bytes=99-100"})
    void aRangeBeyondTheFileIsNot(String range) throws Exception {
        Files.writeString(folder.resolve("live_a.mp4"), "0123456789");
        Reply reply = http.get(PATH + "/live_a.mp4", "Range: " + range);

        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.header("content-range")).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2Fsecret.mp4",
                "%2e%2e%2fsecret.mp4",
                "../secret.mp4",
                "link.mp4",
                "none.mp4",
                "a%00.mp4",
                ".hidden.mp4"
            })
    void nothingElseIsServed(String name) throws Exception {
        Path secret = folder.resolveSibling("secret.mp4");
        Files.writeString(secret, "SECRET");
        Files.writeString(folder.resolve(".hidden.mp4"), "SECRET");
        Files.createSymbolicLink(folder.resolve("link.mp4"), secret);
        try {
            Reply reply = http.get(PATH + "/" + name);
            assertThat(reply.status()).isBetween(400, 404);
            assertThat(reply.body()).doesNotContain("SECRET");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void filesNeedTheKeyToo() throws Exception {
        Files.writeString(folder.resolve("live_a.mp4"), "0123456789");
        var settings = TestServer.settings("key", List.of(), List.of(), List.of());
        try (TestServer guarded = TestServer.recording(settings, calls, folder)) {
            assertThat(guarded.http.get(PATH + "/live_a.mp4").status()).isEqualTo(401);
            assertThat(guarded.http.get(PATH + "/live_a.mp4", "Authorization: Bearer key").status())
                    .isEqualTo(200);
        }
    }

    private JsonNode one(String stream) {
        return json(http.get(PATH + "/" + stream));
    }

    private static StreamName name(String name) {
        return StreamName.ofCall(name);
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
