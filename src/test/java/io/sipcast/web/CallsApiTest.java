package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.api.CallFields;
import io.sipcast.api.CallRequests;
import io.sipcast.api.Json;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.api.v1.CallStatistics;
import io.sipcast.api.v1.CallsApi;
import io.sipcast.api.v1.Measured;
import io.sipcast.api.v1.PushesApi;
import io.sipcast.api.v1.StreamsApi;
import io.sipcast.call.CallHistory;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.CallStatus;
import io.sipcast.inject.SoundFolder;
import io.sipcast.inject.TestSounds;
import io.sipcast.live.LiveStream;
import io.sipcast.record.RecordSettings;
import io.sipcast.record.Recordings;
import io.sipcast.web.Http.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Placing calls and reading their numbers, over real HTTP with real pushes behind it. */
class CallsApiTest {
    private static final String CALLS = "/api/v1/calls";

    @TempDir private Path sounds;

    private final FakeCalls calls = new FakeCalls();
    private PushRig rig;
    private Recordings recordings;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        rig = new PushRig("", sounds, List.of());
        recordings =
                new Recordings(
                        rig.here,
                        PushRig.FORM,
                        Optional.empty(),
                        new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), 0, false));
        var statistics =
                new CallStatistics(calls, rig.orders::of, rig.here, recordings, Clock.systemUTC());
        var fields = new CallFields(Set.of());
        var requests = new CallRequests(calls, recordings);
        List<Route> routes =
                new ArrayList<>(
                        new CallsApi(calls, rig.orders, fields, requests, statistics).routes());
        routes.addAll(new PushesApi(rig.orders, Room.ENOUGH).routes());
        routes.addAll(new StreamsApi(rig.here, new SoundFolder(Optional.of(sounds))).routes());
        server = TestServer.open(calls, rig.orders::all, routes);
    }

    @AfterEach
    void close() {
        server.close();
        recordings.close();
        rig.close();
    }

    @Test
    void aCallIsPlacedWithItsTargets() {
        LiveStream stream = rig.reserve("live", "c1");
        Reply reply =
                post(
                        "",
                        "{'callId':'c1','callee':'sip:bob@example.com','targets':["
                                + "{'url':'URL','stream':'key/with?a=slash'},"
                                + "{'url':'URL','stream':'k2','muted':true,'slate':'never'}]}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        assertThat(reply.header("location")).isEqualTo("/api/v1/calls/c1");
        assertThat(json(reply).get("callId").asString()).isEqualTo("c1");
        assertThat(json(reply).get("status").asString()).isEqualTo("NEW");
        assertThat(calls.requests.getFirst().hasVideo()).as("unless it is said").isTrue();
        JsonNode pushes = json(server.http.get("/api/v1/pushes")).get("pushes");
        assertThat(pushes).hasSize(2);
        assertThat(pushes.at("/0/status").asString()).isEqualTo("PENDING");
        assertThat(pushes.at("/0/name").isNull()).as("it is a key").isTrue();
        assertThat(pushes.at("/1/muted").asBoolean()).isTrue();
        assertThat(pushes.at("/1/slate").asString()).isEqualTo("never");
        assertThat(pushes.toString()).doesNotContain("slash", "k2");

        rig.begin(stream);
        await().until(() -> rig.arrives("k2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'url':'URL','stream':'a'},{'url':'http://h/live','stream':'b'}]|400|targets[1].url",
                "[{'url':'URL','stream':'a'},{'url':'URL','stream':'a'}]|409|targets[1].url",
                "[{'url':'rtmp://169.254.1.1/live','stream':'a'}]|400|targets[0].url",
                "[{'url':'URL'}]|400|targets[0].stream",
                "[{'stream':'a'}]|400|targets[0].url",
                "[{'url':'URL','stream':'a','slate':'no'}]|400|targets[0].slate",
                "['rtmp://h/live']|400|targets",
                "'rtmp://h/live'|400|targets",
            })
    void aBadTargetIsNamedAndNothingIsDialled(String targets, int status, String field) {
        rig.reserve("live", "c1");
        Reply reply = post("", "{'callId':'c1','callee':'sip:b@h','targets':" + targets + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(json(reply).get("field").asString()).isEqualTo(field);
        assertThat(json(reply).get("detail").asString()).startsWith(field);
        assertThat(calls.requests).isEmpty();
    }

    @Test
    void thereIsAnEndToTheNumberOfTargets() {
        String one = "{'url':'URL','stream':'a'},";
        String all = one.repeat(33);
        Reply reply =
                post(
                        "",
                        "{'callee':'sip:b@h','targets':["
                                + all.substring(0, all.length() - 1)
                                + "]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("detail").asString())
                .isEqualTo("targets has more than 32 entries.");
    }

    @Test
    void theFieldsAreThoseOfTheReferenceWithItsWords() {
        Reply reply = post("", "{'callee':'bob'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).get("detail").asString())
                .isEqualTo("sipDomain is missing, and callee is not a whole SIP URI.");
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void aCallIsHungUp() {
        calls.live.add(FakeCalls.info("a b", CallStatus.ESTABLISHED));

        Reply reply = server.http.exchange("DELETE", CALLS + "/a%20b", "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(calls.terminated).containsExactly("a b");
        assertThat(server.http.exchange("DELETE", CALLS + "/a%20b", "").status()).isEqualTo(404);
    }

    @Test
    void keysArePressed() {
        calls.live.add(FakeCalls.info("a", CallStatus.ESTABLISHED));

        assertThat(post("/a/dtmf", "{'dtmf':'12#'}").status()).isEqualTo(200);
        assertThat(calls.pressed).singleElement().asString().startsWith("a 12# ");
        assertThat(post("/a/dtmf", "{}").status()).isEqualTo(400);
        assertThat(post("/b/dtmf", "{'dtmf':'1'}").status()).isEqualTo(404);
    }

    @Test
    void numbersAreShownInTheirShape() throws Exception {
        var history =
                new CallHistory(
                        () -> new CallHistory.Load(1000, 7),
                        Instant.parse("2026-01-02T03:04:05Z"),
                        0);
        measure("live-a", history);
        rig.live("live-a");
        postTo("/api/v1/pushes", "{'streamName':'live-a','rtmpUrl':'URL/secret-key'}");
        await().until(() -> rig.arrives("secret-key"));
        await().until(() -> statistics().at("/outputs/0/status").asString().equals("PUBLISHING"));

        JsonNode json = statistics();
        assertThat(json.at("/audio/codec").asString()).isEqualTo("PCMU");
        assertThat(json.at("/audio/levelDbfs").asDouble()).isEqualTo(-20);
        assertThat(json.at("/audio/jitterMs").asDouble()).isEqualTo(1.2);
        assertThat(json.at("/audio/roundTripMs").isNull()).as("not known yet").isTrue();
        assertThat(json.at("/video/frameRate").asDouble()).isEqualTo(25);
        assertThat(json.at("/video/width").isNull()).isTrue();
        assertThat(json.at("/video/lastKeyFrameMs").asInt()).isEqualTo(400);
        assertThat(json.at("/skewMs").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/outputs/0/kind").asString()).isEqualTo("push");
        assertThat(json.at("/outputs/0/url").asString()).endsWith("/live/***");
        assertThat(json.at("/viewers").asInt()).isZero();
        assertThat(json.get("recording").isNull()).isTrue();
        assertThat(json.at("/path/0/track").asString()).isEqualTo("audio");
        assertThat(json.at("/path/1/stages/0/stage").asString()).isEqualTo("jitter");
        assertThat(json.get("findings")).isEmpty();
        assertThat(json.toString()).doesNotContain("secret-key");
        assertThat(server.http.get(CALLS + "/none/statistics").status()).isEqualTo(404);
    }

    @Test
    void historyIsShownInItsShape() {
        assertThat(server.http.get(CALLS + "/a/history").status()).isEqualTo(404);
        measure("live-a", null);
        assertThat(server.http.get(CALLS + "/a/history").body())
                .isEqualTo("{\"everyMs\":1000,\"samples\":[]}");
    }

    @Test
    void streamsAndSoundsAreListed() throws Exception {
        TestSounds.tone(sounds.resolve("b.wav"), 1000, 8000, 20);
        Files.createDirectory(sounds.resolve("in"));
        TestSounds.tone(sounds.resolve("in/a.wav"), 1000, 8000, 20);
        Files.writeString(sounds.resolve(".hidden"), "x");
        rig.live("s");

        assertThat(server.http.get("/api/v1/sounds").body())
                .isEqualTo("{\"sounds\":[\"b.wav\",\"in/a.wav\"]}");
        JsonNode stream = json(server.http.get("/api/v1/streams")).at("/streams/0");
        assertThat(stream.get("name").asString()).isEqualTo("live/s");
        assertThat(stream.get("shortName").asString()).isEqualTo("s");
        assertThat(stream.get("width").asInt()).isEqualTo(640);
        assertThat(stream.get("viewers").asInt()).isZero();
    }

    private void measure(String stream, @Nullable CallHistory history) {
        calls.measures.put(
                "a",
                new CallMeasures(
                        "a",
                        CallStatus.ESTABLISHED,
                        stream,
                        true,
                        true,
                        false,
                        new Measured().stats(),
                        List.of(),
                        history,
                        5,
                        0));
    }

    private JsonNode statistics() {
        return json(server.http.get(CALLS + "/a/statistics"));
    }

    private Reply post(String path, String body) {
        return postTo(CALLS + path, body);
    }

    private Reply postTo(String path, String body) {
        return server.http.postJson(path, body.replace('\'', '"').replace("URL", rig.url()));
    }

    private static JsonNode json(Reply reply) {
        return Json.read(reply.bytes().toArray());
    }
}
