package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.Json;
import io.sipcast.api.Room;
import io.sipcast.api.v1.PushesApi;
import io.sipcast.call.CallStatus;
import io.sipcast.inject.TestSounds;
import io.sipcast.web.Http.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Pushes in our own interface, over real HTTP with real pushes behind it. */
class PushesApiTest {
    private static final String PUSHES = "/api/v1/pushes";

    @TempDir private Path sounds;

    private final FakeCalls calls = new FakeCalls();
    private PushRig rig;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        TestSounds.tone(sounds.resolve("a.wav"), 1000, 8000, 500);
        rig = new PushRig("", sounds, List.of());
        server =
                TestServer.open(
                        calls, rig.orders::all, new PushesApi(rig.orders, Room.ENOUGH).routes());
    }

    @AfterEach
    void close() {
        server.close();
        rig.close();
    }

    @Test
    void aPushIsShownWithAllThatIsKnown() {
        rig.live("call1");

        Reply reply =
                post(
                        "",
                        "{'streamName':'call1','rtmpUrl':'URL/the-key?t=token','slate':'never',"
                                + "'video':'pass'}");
        assertThat(reply.status()).isEqualTo(201);
        String id = json(reply).get("id").asString();
        await().until(() -> one(id).get("status").asString().equals("PUBLISHING"));
        await().until(() -> one(id).get("sentBytes").asLong() > 1000);

        JsonNode push = one(id);
        assertThat(push.get("stream").asString()).isEqualTo("live/call1");
        assertThat(push.get("name").isNull()).isTrue();
        assertThat(push.get("url").asString()).isEqualTo(rig.url() + "/***");
        assertThat(push.get("since").asString()).endsWith("Z");
        assertThat(push.get("retries").asInt(-1)).isZero();
        assertThat(push.get("reason").asString()).isEmpty();
        assertThat(push.get("transcoding").asString()).isEmpty();
        assertThat(push.get("slate").asString()).isEqualTo("never");
        assertThat(push.get("video").asString()).isEqualTo("pass");
        assertThat(push.get("width").asInt()).isEqualTo(640);
        assertThat(push.get("height").asInt()).isEqualTo(360);
        assertThat(push.get("muted").asBoolean()).isFalse();
        assertThat(push.get("sound").isNull()).isTrue();
        assertThat(server.http.get(PUSHES).body()).contains(id).doesNotContain("the-key", "token");
    }

    @Test
    void whatWaitsSaysForWhat() {
        rig.reserve("live", "call1");

        JsonNode push = json(post("", "{'streamName':'call1','rtmpUrl':'URL/k'}"));
        assertThat(push.get("status").asString()).isEqualTo("PENDING");
        assertThat(push.get("reason").asString()).startsWith("The stream has not begun yet:");
        assertThat(push.get("slate").asString()).isEqualTo("auto");
        assertThat(push.get("video").asString()).isEqualTo("auto");
    }

    @Test
    void whatATargetFailedOfIsTold() throws Exception {
        rig.live("call1");
        int closed;
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = unused.getLocalPort();
        }
        String body =
                "{'streamName':'call1','rtmpUrl':'rtmp://127.0.0.1:%d/live/the-key'}"
                        .formatted(closed);
        String id = json(post("", body)).get("id").asString();

        await().until(() -> one(id).get("failures").size() > 0);
        JsonNode push = one(id);
        String words =
                "The RTMP server 127.0.0.1:%d cannot be reached: it refuses connections."
                        .formatted(closed);
        assertThat(push.at("/failures/0/kind").asString()).isEqualTo("connection_refused");
        assertThat(push.at("/failures/0/reason").asString()).isEqualTo(words);
        assertThat(push.at("/failures/0/at").asString()).endsWith("Z");
        assertThat(push.get("status").asString()).isEqualTo("PENDING");
        assertThat(push.get("reason").asString()).isEqualTo(words);
    }

    @Test
    void whyPicturesAreEncodedAnewIsTold() {
        rig.live("call1");

        String id =
                json(post("", "{'streamName':'call1','rtmpUrl':'URL/k','video':'transcode'}"))
                        .get("id")
                        .asString();
        await().until(() ->
                one(id).get("transcoding")
                        .asString()
                        .equals("Pictures are encoded anew, as configured."));
    }

    @Test
    void whatIsHeardIsChosenAndShown() {
        rig.live("call1");
        JsonNode begun =
                json(
                        post(
                                "",
                                "{'streamName':'call1','rtmpUrl':'URL/k','muted':'true',"
                                        + "'soundFile':'a.wav','loop':true}"));
        String path = "/" + begun.get("id").asString();
        assertThat(begun.get("muted").asBoolean()).isTrue();
        assertThat(begun.at("/sound/fileName").asString()).isEqualTo("a.wav");
        assertThat(begun.at("/sound/loop").asBoolean()).isTrue();

        assertThat(post(path + "/unmute", "").status()).isEqualTo(200);
        assertThat(post(path + "/sound/end", "").status()).isEqualTo(200);
        JsonNode now = json(server.http.get(PUSHES + path));
        assertThat(now.get("muted").asBoolean()).isFalse();
        assertThat(now.get("sound").isNull()).isTrue();
        assertThat(post(path + "/mute", "{}").status()).isEqualTo(200);
        assertThat(post(path + "/sound", "{'soundFile':'a.wav','loop':true}").status())
                .isEqualTo(200);
        JsonNode then = json(server.http.get(PUSHES + path));
        assertThat(then.get("muted").asBoolean()).isTrue();
        assertThat(then.at("/sound/fileName").asString()).isEqualTo("a.wav");
    }

    @Test
    void whatIsDeletedIsUnpublished() {
        rig.live("call1");
        String id = json(post("", "{'streamName':'call1','rtmpUrl':'URL/k'}")).get("id").asString();
        await().until(() -> rig.arrives("k"));

        assertThat(server.http.exchange("DELETE", PUSHES + "/" + id, "").status()).isEqualTo(200);
        await().until(() -> !rig.arrives("k"));
        assertThat(server.http.get(PUSHES).body()).isEqualTo("{\"pushes\":[]}");
        assertThat(server.http.get(PUSHES + "/" + id).status()).isEqualTo(404);
        assertThat(server.http.exchange("DELETE", PUSHES + "/" + id, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'streamName':'nobody','rtmpUrl':'URL/k'}|404|streamName",
                "{'streamName':'call1'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'rtmp://127.0.0.1/live'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'URL/k','slate':'1'}|400|slate",
                "{'streamName':'call1','rtmpUrl':'URL/k','soundFile':'no.wav'}|404|soundFile"
            })
    void whatIsWrongIsNamed(String body, int status, String field) {
        rig.live("call1");

        Reply reply = post("", body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(json(reply).get("field").asString()).isEqualTo(field);
    }

    /** One path has several methods, and all are told to who uses another one. */
    @Test
    void aMethodThatIsNoneIsTold() {
        Reply put = server.http.exchange("PUT", PUSHES, "");
        Reply post = server.http.exchange("POST", PUSHES + "/x", "");

        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("allow")).isEqualTo("GET, HEAD, POST");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("allow")).isEqualTo("DELETE, GET, HEAD");
    }

    @Test
    void aCallShowsThePushesOfItsStream() {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED)); // its stream is live-a
        rig.live("live-a");
        rig.live("other");
        post("", "{'streamName':'live-a','rtmpUrl':'URL/k'}");
        post("", "{'streamName':'other','rtmpUrl':'URL/o'}");

        JsonNode pushes = json(server.http.get("/api/v1/calls/a")).get("pushes");
        assertThat(pushes).hasSize(1);
        assertThat(pushes.get(0).get("stream").asString()).isEqualTo("live/live-a");
    }

    private JsonNode one(String id) {
        return json(server.http.get(PUSHES + "/" + id));
    }

    private Reply post(String path, String body) {
        String json = body.replace('\'', '"').replace("URL", rig.url());
        return server.http.postJson(PUSHES + path, json);
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
