package io.sipcast.web;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.Json;
import io.sipcast.api.Room;
import io.sipcast.api.wcs.PullApi;
import io.sipcast.api.wcs.StreamApi;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.net.Loops;
import io.sipcast.net.NamedPulls;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.TargetPolicy;
import io.sipcast.web.Http.Reply;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The reference's pulls over real HTTP, with real pulls behind it. */
class PullApiTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Loops loops = new Loops(1);
    private final Streams here = TestServer.streams();
    private final Streams there = TestServer.streams();
    private RtmpServer own;
    private RtmpServer other;
    private NamedPulls pulls;
    private TestServer server;
    private LiveStream camera;

    @BeforeEach
    void open() throws Exception {
        own = new RtmpServer(loops, LOOPBACK, 0, here, TestServer.FORM, () -> new Random(2));
        other = new RtmpServer(loops, LOOPBACK, 0, there, TestServer.FORM, () -> new Random(2));
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        pulls = new NamedPulls(loops, here, connector, own);
        var routes = new ArrayList<>(new PullApi(pulls, Room.ENOUGH).routes());
        routes.addAll(new StreamApi(here).routes());
        server = TestServer.open(new FakeCalls(), routes);
        camera =
                there.open(
                        StreamName.ofCall("camera"),
                        new Publication(loops.sip(), Publication.Audio.UNITS, true, () -> {}));
        loops.sip()
                .submit(() -> {
                    camera.add(picture(0, true));
                    camera.add(sound(0));
                })
                .get();
    }

    @AfterEach
    void close() {
        server.close();
        pulls.close();
        own.close();
        other.close();
        loops.close();
    }

    @Test
    void aStreamOfAnotherServerIsOneOfOurs() {
        Reply reply = post("pull", "{'uri':'URL/camera','localStreamName':'copy'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        await().until(() -> "PROCESSED_REMOTE".equals(status()));
        for (Reply all : List.of(get(), post("find_all", ""))) {
            assertThat(json(all)).hasSize(1);
            assertThat(json(all).get(0).propertyNames())
                    .containsExactly("uri", "localStreamName", "status", "reason");
            assertThat(json(all).at("/0/uri").asString()).isEqualTo(url() + "/camera");
            assertThat(json(all).at("/0/localStreamName").asString()).isEqualTo("copy");
            assertThat(json(all).at("/0/reason").asString()).isEmpty();
        }
        await().until(() -> stream("copy").at("/0/width").asInt(0) == 640);
        assertThat(stream("copy").at("/0/hasAudio").asBoolean()).isTrue();
        assertThat(stream("copy").at("/0/published").asBoolean()).isTrue();
    }

    @Test
    void withoutANameItIsCalledLikeItsUri() {
        assertThat(post("pull", "{'uri':'URL/camera'}").status()).isEqualTo(200);

        assertThat(json(get()).at("/0/localStreamName").asString()).isEqualTo(url() + "/camera");
        assertThat(stream(url() + "/camera")).hasSize(1);
        assertThat(post("terminate", "{'localStreamName':'URL/camera'}").status()).isEqualTo(200);
    }

    @Test
    void whatIsSecretInItIsNotShown() {
        String secret = url().replace("rtmp://", "rtmp://joe:pw-1234@") + "/camera?t=tok-5678";
        assertThat(post("pull", "{'uri':'%s','localStreamName':'x'}".formatted(secret)).status())
                .isEqualTo(200);

        assertThat(get().body()).doesNotContain("pw-1234", "tok-5678").contains("joe:***");
        assertThat(post("terminate", "{'uri':'%s'}".formatted(secret)).status()).isEqualTo(200);
    }

    /** It waits for a source that is not there yet, and for one that has gone. */
    @Test
    void aSourceThatGoesIsPendingWithItsReason() throws Exception {
        post("pull", "{'uri':'URL/camera','localStreamName':'copy'}");
        await().until(() -> "PROCESSED_REMOTE".equals(status()));

        loops.sip().submit(camera::end).get();
        await().until(() -> "PENDING".equals(status()));
        assertThat(json(get()).at("/0/reason").asString()).endsWith(".");
        assertThat(stream("copy")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'uri':'URL/camera'}",
                "{'localStreamName':'copy'}",
                "{'uri':'URL/camera','localStreamName':'copy'}"
            })
    void oneThatIsTerminatedIsStoppedAndItsNameIsFree(String which) {
        String pull = "{'uri':'URL/camera','localStreamName':'copy'}";
        post("pull", pull);
        await().until(() -> "PROCESSED_REMOTE".equals(status()));

        Reply reply = post("terminate", which);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        await().until(() -> "STOPPED".equals(status()));
        await().until(() -> here.all().isEmpty());
        assertThat(post("terminate", which).status()).isEqualTo(404);
        assertThat(post("pull", pull).status()).isEqualTo(200);
    }

    @Test
    void terminatingItsStreamTerminatesIt() {
        post("pull", "{'uri':'URL/camera','localStreamName':'copy'}");
        await().until(() -> "PROCESSED_REMOTE".equals(status()));

        server.http.postJson("/rest-api/stream/terminate", "{\"name\":\"copy\"}");
        await().until(() -> "STOPPED".equals(status()));
    }

    @Test
    void aNameHasOnePublisher() {
        post("pull", "{'uri':'URL/camera','localStreamName':'copy'}");

        Reply again = post("pull", "{'uri':'URL/other','localStreamName':'copy'}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(json(again).get("field").asString()).isEqualTo("localStreamName");
        assertThat(json(get())).hasSize(1);
    }

    @Test
    void oneTooManyMayComeLater() {
        for (int i = 0; i < 100; i++) {
            String pull = "{'uri':'URL/none','localStreamName':'p%d'}".formatted(i);
            assertThat(post("pull", pull).status()).isEqualTo(200);
        }

        Reply reply = post("pull", "{'uri':'URL/none','localStreamName':'another'}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("10");
        assertThat(json(reply).get("message").asString())
                .isEqualTo(
                        "There are 100 pulls, as many as a node takes. Try again when some have"
                                + " ended.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pull|{}|400|uri",
                "pull|{'uri':''}|400|uri",
                "pull|{'uri':'http://h/live/x'}|400|uri",
                "pull|{'uri':'rtmpt://h/live/x'}|400|uri",
                "pull|{'uri':'rtmp://no.such.invalid/live/x'}|400|uri",
                "pull|{'uri':'rtmp://169.254.1.1/live/x'}|400|uri",
                "pull|{'uri':'OWN/x','localStreamName':'x'}|400|uri",
                "terminate|{}|400|name",
                "terminate|{'uri':'URL/camera'}|404|",
                "find_all||404|",
            })
    void whatIsWrongIsTold(String method, String body, int status, String field) {
        Reply reply = post(method, body == null ? "" : body);

        JsonNode error = json(reply);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(error.get("status").asInt()).isEqualTo(status);
        assertThat(error.get("message").asString()).endsWith(".");
        assertThat(error.get("path").asString()).isEqualTo("/rest-api/pull/rtmp/" + method);
        assertThat(error.path("field").asString(null))
                .isEqualTo(method.equals("terminate") && field != null ? "uri" : field);
        assertThat(here.all()).isEmpty();
    }

    private String status() {
        return json(get()).at("/0/status").asString("");
    }

    private JsonNode stream(String name) {
        return json(
                server.http.postJson("/rest-api/stream/find", "{\"name\":\"%s\"}".formatted(name)));
    }

    private Reply get() {
        return server.http.get("/rest-api/pull/rtmp/find_all");
    }

    private Reply post(String method, String body) {
        String json = body.replace('\'', '"').replace("URL", url()).replace("OWN", url(own));
        return server.http.postJson("/rest-api/pull/rtmp/" + method, json);
    }

    private String url() {
        return url(other);
    }

    private static String url(RtmpServer of) {
        return "rtmp://127.0.0.1:" + of.address().getPort() + "/live";
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
