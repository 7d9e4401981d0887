package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.api.wcs.StreamApi;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.web.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /stream/*} over real HTTP. */
class StreamApiTest {
    private static final String PATH = "/rest-api/stream";

    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("no sound is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private final List<String> closed = new ArrayList<>();
    private TestServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(new FakeCalls(), new StreamApi(streams).routes());
        http = server.http;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsEverythingThatIsLive() throws Exception {
        open("live", "call").add(TestStream.picture(0, true, 100));
        LiveStream waiting = open("pull", "x");

        for (Reply reply : List.of(http.get(PATH + "/find_all"), post("find_all", ""))) {
            JsonNode all = json(reply);
            assertThat(all).hasSize(2);
            assertThat(all.at("/0/name").asString()).isEqualTo("call");
            assertThat(all.at("/0/published").asBoolean()).isTrue();
            assertThat(all.at("/0/hasVideo").asBoolean()).isTrue();
            assertThat(all.at("/0/hasAudio").asBoolean()).isFalse();
            assertThat(all.at("/0/status").asString()).isEqualTo("PUBLISHING");
            assertThat(all.at("/0/width").asInt()).isEqualTo(640);
            assertThat(all.at("/0/height").asInt()).isEqualTo(360);
            assertThat(all.at("/1/name").asString()).isEqualTo("pull/x");
            assertThat(all.at("/1/status").asString()).isEqualTo("PENDING");
            assertThat(all.at("/1/mediaSessionId").asString()).isEqualTo(waiting.id());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"call\"}",
                "{\"name\":\"live/call\",\"published\":\"true\"}",
                "{\"mediaSessionId\":\"ID\"}"
            })
    void findsByWhatIsGiven(String body) throws Exception {
        LiveStream call = open("live", "call");
        open("live", "other");

        JsonNode found = json(post("find", body.replace("ID", call.id())));
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/mediaSessionId").asString()).isEqualTo(call.id());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(http.get(PATH + "/find_all").status()).isEqualTo(404);
        open("live", "call");
        assertThat(post("find", "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(post("find", "{\"published\":false}").status()).isEqualTo(404);
        assertThat(post("terminate", "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(post("terminate", "{}").status()).isEqualTo(400);
        assertThat(closed).isEmpty();
    }

    @Test
    void terminatingEndsThePublisher() throws Exception {
        open("live", "call");
        open("live", "other");
        Reply reply = post("terminate", "{\"name\":\"call\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(closed).containsExactly("live/call");
    }

    private LiveStream open(String app, String name) throws Exception {
        var full = new StreamName(app, name);
        return streams.open(
                full,
                new Publication(
                        Runnable::run,
                        Publication.Audio.UNITS,
                        true,
                        () -> {},
                        () -> closed.add(full.toString())));
    }

    private Reply post(String method, String body) {
        return http.postJson(PATH + "/" + method, body);
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
