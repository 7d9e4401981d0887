package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.Json;
import io.sipcast.api.Room;
import io.sipcast.api.wcs.PushApi;
import io.sipcast.inject.OpenFiles;
import io.sipcast.inject.TestSounds;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.web.Http.Reply;
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

/** The reference's pushes over real HTTP, with real pushes behind it. */
class PushApiTest {
    @TempDir private Path home;

    private PushRig rig;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        Path sounds = Files.createDirectories(home.resolve("sounds"));
        TestSounds.tone(sounds.resolve("a.wav"), 1000, 8000, 500);
        Files.writeString(sounds.resolve("text.wav"), "no sound");
        Files.writeString(home.resolve("secret.wav"), "not theirs");
        rig = new PushRig("rtmp_", sounds, List.of());
        server = TestServer.open(new FakeCalls(), new PushApi(rig.orders, Room.ENOUGH).routes());
    }

    @AfterEach
    void close() {
        server.close();
        rig.close();
    }

    @Test
    void aStreamIsPublishedUnderItsPrefixedName() {
        rig.live("call1");

        Reply reply = startup("{'streamName':'call1','rtmpUrl':'URL'}");

        JsonNode push = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(push.propertyNames())
                .containsExactly(
                        "mediaSessionId",
                        "streamName",
                        "rtmpUrl",
                        "width",
                        "height",
                        "muted",
                        "soundEnabled",
                        "options");
        assertThat(push.get("mediaSessionId").asString()).isNotBlank();
        assertThat(push.get("streamName").asString()).isEqualTo("rtmp_call1");
        assertThat(push.get("rtmpUrl").asString()).isEqualTo(rig.url());
        assertThat(push.get("width").asInt()).isEqualTo(640);
        assertThat(push.get("height").asInt()).isEqualTo(360);
        assertThat(push.get("muted").isBoolean()).isTrue();
        assertThat(push.get("muted").asBoolean()).isFalse();
        assertThat(push.get("soundEnabled").asBoolean()).isFalse();
        assertThat(push.get("options").isEmpty()).isTrue();
        await().until(() -> rig.arrives("rtmp_call1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "'true'"})
    void aWholeUrlIsUsedAsItIsAndItsKeyIsNotShown(String flag) {
        rig.live("call1");

        Reply reply =
                startup(
                        "{'streamName':'call1','rtmpUrl':'URL/the-key?t=token',"
                                + "'rtmpTransponderFullUrl':%s}".formatted(flag));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).get("rtmpUrl").asString()).isEqualTo(rig.url() + "/***");
        assertThat(json(reply).get("streamName").asString()).isEqualTo("rtmp_call1");
        await().until(() -> rig.arrives("the-key"));
        assertThat(find("{}").body()).doesNotContain("the-key", "token");
        String whole = "{'rtmpUrl':'URL/the-key?t=token'}";
        assertThat(find(whole).status()).isEqualTo(200);
        assertThat(find("{'rtmpUrl':'URL/***'}").status()).isEqualTo(200);
    }

    @Test
    void aPasswordIsNotShown() {
        rig.live("call1");
        String url = rig.url().replace("rtmp://", "rtmp://joe:pw-1234@");

        Reply reply = startup("{'streamName':'call1','rtmpUrl':'%s'}".formatted(url));

        assertThat(json(reply).get("rtmpUrl").asString())
                .isEqualTo(rig.url().replace("rtmp://", "rtmp://joe:***@"));
        assertThat(find("{'rtmpUrl':'%s'}".formatted(url)).body()).doesNotContain("pw-1234");
    }

    /** A call that is accepted has its name, and no media before the answer. */
    @Test
    void aStreamThatHasNotBegunIsWaitedFor() {
        LiveStream reserved = rig.reserve("live", "call1");

        Reply reply = startup("{'streamName':'call1','rtmpUrl':'URL/'}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply).get("width").asInt()).isZero();
        assertThat(rig.pushes().all()).isEmpty();

        rig.begin(reserved);
        await().until(() -> rig.arrives("rtmp_call1"));
        assertThat(json(find("{}")).get(0).get("width").asInt()).isEqualTo(640);
    }

    @Test
    void aStreamThatEndsBeforeItBeginsTakesItsPushAlong() {
        LiveStream reserved = rig.reserve("live", "call1");
        startup("{'streamName':'call1','rtmpUrl':'URL'}");
        assertThat(find("{}").status()).isEqualTo(200);

        rig.onLoop(reserved::end);
        assertThat(find("{}").status()).isEqualTo(404);
        assertThat(rig.pushes().all()).isEmpty();
    }

    /** Of an encoder, of a pull: by app and name. */
    @Test
    void theStreamMayBeAnybodys() {
        rig.begin(rig.reserve("studio", "cam"));

        assertThat(startup("{'streamName':'studio/cam','rtmpUrl':'URL'}").status()).isEqualTo(200);
        await().until(() -> rig.arrives("rtmp_cam"));
    }

    @Test
    void aStreamGoesToAnyNumberOfUrlsButOnceToEach() {
        rig.live("call1");
        rig.live("call2");
        String first = "{'streamName':'call1','rtmpUrl':'URL'}";

        assertThat(startup(first).status()).isEqualTo(200);
        Reply again = startup(first);
        assertThat(again.status()).isEqualTo(409);
        assertThat(json(again).get("field").asString()).isEqualTo("rtmpUrl");
        assertThat(
                        startup(
                                        "{'streamName':'call1','rtmpUrl':'URL/rtmp_call1',"
                                                + "'rtmpTransponderFullUrl':true}")
                                .status())
                .isEqualTo(409);
        assertThat(startup("{'streamName':'call1','rtmpUrl':'URL/b'}").status()).isEqualTo(200);
        assertThat(startup("{'streamName':'call2','rtmpUrl':'URL'}").status()).isEqualTo(200);
        assertThat(json(find("{}"))).hasSize(3);
    }

    /** A call's own target is not listed, but it is one. */
    @Test
    void whereACallIsPublishedAlreadyIsAConflict() {
        LiveStream stream = rig.live("call1");
        rig.publishAsCall(stream, RtmpUrl.parse(rig.url(), "rtmp_call1"));

        assertThat(find("{}").status()).isEqualTo(404);
        assertThat(startup("{'streamName':'call1','rtmpUrl':'URL'}").status()).isEqualTo(409);
        assertThat(startup("{'streamName':'call1','rtmpUrl':'URL/b'}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'streamName':'nobody','rtmpUrl':'URL'}|404|streamName",
                "{'rtmpUrl':'URL'}|400|streamName",
                "{'streamName':'call1'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':''}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'http://h/live'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'rtmp://h:99999/live'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'rtmp://127.0.0.1'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'rtmp://no.such.invalid/live'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'rtmp://169.254.1.1/live'}|400|rtmpUrl",
                "{'streamName':'call1','rtmpUrl':'URL','rtmpTransponderFullUrl':7}|400|"
                        + "rtmpTransponderFullUrl",
                "{'streamName':'call1','rtmpUrl':'URL','options':[]}|400|options",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'action':'x'}}|400|options",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'action':'sound_on'}}|400|"
                        + "soundFile",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'action':'sound_on',"
                        + "'soundFile':'none.wav'}}|404|soundFile",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'action':'sound_on',"
                        + "'soundFile':'../secret.wav'}}|400|soundFile",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'action':'sound_on',"
                        + "'soundFile':'text.wav'}}|400|soundFile",
                "{'streamName':'call1','rtmpUrl':'URL','slate':'maybe'}|400|slate",
                "{'streamName':'call1','rtmpUrl':'URL','options':{'video':'x'}}|400|video"
            })
    void whatIsWrongIsNamed(String body, int status, String field) {
        rig.live("call1");

        Reply reply = startup(body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).get("field").asString()).isEqualTo(field);
        assertThat(json(reply).get("path").asString()).isEqualTo("/rest-api/push/startup");
        assertThat(find("{}").status()).isEqualTo(404);
    }

    @Test
    void pushesAreFoundByWhatTheyAre() {
        rig.live("call1");
        rig.live("call2");
        String one = id(startup("{'streamName':'call1','rtmpUrl':'URL'}"));
        String two = id(startup("{'streamName':'call2','rtmpUrl':'URL'}"));

        assertThat(ids(find("{'streamName':'rtmp_call1'}"))).containsExactly(one);
        assertThat(ids(find("{'streamName':'call2'}"))).containsExactly(two);
        assertThat(ids(find("{'mediaSessionId':'%s'}".formatted(two)))).containsExactly(two);
        assertThat(ids(find("{'rtmpUrl':'URL/'}"))).containsExactly(one, two);
        assertThat(ids(server.http.get("/rest-api/push/find_all"))).containsExactly(one, two);
        assertThat(ids(server.http.exchange("POST", "/rest-api/push/find_all", "")))
                .containsExactly(one, two);
        assertThat(
                        find("{'streamName':'rtmp_call1','mediaSessionId':'%s'}".formatted(two))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsTerminatedIsUnpublishedAndForgotten() {
        LiveStream stream = rig.live("call1");
        String id = id(startup("{'streamName':'call1','rtmpUrl':'URL'}"));
        await().until(() -> rig.arrives("rtmp_call1"));

        Reply reply = post("/terminate", "{'mediaSessionId':'%s'}".formatted(id));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        await().until(() -> !rig.arrives("rtmp_call1") && rig.pushes().all().isEmpty());
        assertThat(stream.ended()).isFalse();
        assertThat(find("{}").status()).isEqualTo(404);
        assertThat(server.http.get("/rest-api/push/find_all").status()).isEqualTo(404);
        assertThat(startup("{'streamName':'call1','rtmpUrl':'URL'}").status()).isEqualTo(200);
    }

    @Test
    void whatIsHeardIsShown() {
        rig.live("call1");
        String id = id(startup("{'streamName':'call1','rtmpUrl':'URL'}"));
        String session = "{'mediaSessionId':'%s'}".formatted(id);

        assertThat(post("/mute", session).body()).isEmpty();
        assertThat(push("muted")).isTrue();
        assertThat(post("/unmute", session).status()).isEqualTo(200);
        assertThat(push("muted")).isFalse();
        Reply on =
                post(
                        "/sound_on",
                        "{'mediaSessionId':'%s','soundFile':'a.wav','loop':'true'}".formatted(id));
        assertThat(on.status()).isEqualTo(200);
        assertThat(on.body()).isEmpty();
        assertThat(push("soundEnabled")).isTrue();
        assertThat(post("/sound_off", session).status()).isEqualTo(200);
        assertThat(push("soundEnabled")).isFalse();
        assertThat(post("/sound_off", session).status()).isEqualTo(200);
    }

    @Test
    void aPushMayBeginMutedOrWithASound() {
        rig.live("call1");

        JsonNode muted =
                json(
                        startup(
                                "{'streamName':'call1','rtmpUrl':'URL',"
                                        + "'options':{'action':'mute','soundFile':null}}"));
        assertThat(muted.get("muted").asBoolean()).isTrue();
        assertThat(muted.at("/options/action").asString()).isEqualTo("mute");
        JsonNode sounding =
                json(
                        startup(
                                "{'streamName':'call1','rtmpUrl':'URL/b',"
                                        + "'options':{'action':'sound_on','soundFile':'a.wav'}}"));
        assertThat(sounding.get("muted").asBoolean()).isFalse();
        assertThat(sounding.get("soundEnabled").asBoolean()).isTrue();
        assertThat(sounding.at("/options/soundFile").asString()).isEqualTo("a.wav");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/terminate", "/mute", "/unmute", "/sound_on", "/sound_off"})
    void anUnknownSessionIsNotFoundAndAMissingOneIsNamed(String method) {
        String unknown = "{'mediaSessionId':'x','soundFile':'a.wav'}";

        assertThat(post(method, unknown).status()).isEqualTo(404);
        assertThat(post(method, "{}").status()).isEqualTo(400);
        assertThat(json(post(method, "")).get("field").asString()).isEqualTo("mediaSessionId");
    }

    @ParameterizedTest
    @CsvSource({"none.wav, 404", "../secret.wav, 400", "/etc/hostname, 400", "text.wav, 400"})
    void aSoundThatIsNoneChangesNothing(String file, int status) {
        rig.live("call1");
        String id = id(startup("{'streamName':'call1','rtmpUrl':'URL'}"));

        Reply reply =
                post("/sound_on", "{'mediaSessionId':'%s','soundFile':'%s'}".formatted(id, file));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(json(reply).get("field").asString()).isEqualTo("soundFile");
        assertThat(push("soundEnabled")).isFalse();
    }

    /** Its file is open while it is played, and no longer than its push and its stream. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSoundEndsWithItsPush(boolean terminated) {
        LiveStream stream = rig.live("call1");
        String id =
                id(
                        startup(
                                "{'streamName':'call1','rtmpUrl':'URL','options':"
                                        + "{'action':'sound_on','soundFile':'a.wav','loop':true}}"));
        await().until(() -> OpenFiles.of(home.resolve("sounds/a.wav")) > 0);

        if (terminated) {
            post("/terminate", "{'mediaSessionId':'%s'}".formatted(id));
        } else {
            rig.onLoop(stream::end);
        }
        await().until(() -> OpenFiles.of(home.resolve("sounds/a.wav")) == 0);
        await().until(() -> find("{}").status() == 404);
    }

    private boolean push(String field) {
        return json(find("{}")).get(0).get(field).asBoolean();
    }

    private Reply startup(String body) {
        return post("/startup", body);
    }

    private Reply find(String body) {
        return post("/find", body);
    }

    private Reply post(String method, String body) {
        String json = body.replace('\'', '"').replace("URL", rig.url());
        return server.http.postJson("/rest-api/push" + method, json);
    }

    private static String id(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return json(reply).get("mediaSessionId").asString();
    }

    private static List<String> ids(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return json(reply).values().stream()
                .map(push -> push.get("mediaSessionId").asString())
                .toList();
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
