package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.call.CallStatus;
import io.sipcast.config.Config;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.web.EventStream.Block;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Server-sent events over real HTTP. */
class EventsTest {
    private final FakeCalls calls = new FakeCalls();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.open(calls);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private EventStream listen(String query, String... headers) {
        return EventStream.open(server.port(), query, headers);
    }

    private LiveStream open(String name) throws Exception {
        return server.streams.open(
                StreamName.ofCall(name),
                new Publication(Runnable::run, Publication.Audio.UNITS, true, () -> {}));
    }

    @Test
    void aNewcomerIsToldEverythingAndThenWhatHappens() throws Exception {
        calls.live.add(FakeCalls.info("c1", CallStatus.ESTABLISHED));
        calls.ended.add(FakeCalls.info("c0", CallStatus.BUSY));
        LiveStream before = open("before");

        try (var events = listen("")) {
            assertThat(events.status).isEqualTo(200);
            assertThat(events.headers)
                    .containsEntry("content-type", "text/event-stream")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("x-accel-buffering", "no");
            assertThat(events.next().retry()).isEqualTo("1000");
            Block snapshot = events.next();
            assertThat(snapshot.event()).isEqualTo("snapshot");
            JsonNode all = snapshot.json();
            assertThat(all.at("/calls/0/callId").asString()).isEqualTo("c1");
            assertThat(all.at("/calls/0/status").asString()).isEqualTo("ESTABLISHED");
            assertThat(all.at("/calls/0/targets").isArray()).isTrue();
            assertThat(all.at("/ended/0/callId").asString()).isEqualTo("c0");
            assertThat(all.at("/ended/0/reason").asString()).isNotEmpty();
            assertThat(all.at("/streams/0/name").asString()).isEqualTo("live/before");
            assertThat(all.at("/streams/0/source").asString()).isEqualTo("publisher");
            assertThat(all.at("/streams/0/width").isNull()).isTrue();
            assertThat(all.at("/pushes").isArray()).isTrue();
            assertThat(all.at("/registrations").isArray()).isTrue();
            assertThat(all.at("/recordings").isArray()).isTrue();

            open("after");
            Block opened = events.next();
            assertThat(opened.event()).isEqualTo("stream");
            assertThat(opened.json().path("name").asString()).isEqualTo("live/after");
            assertThat(opened.json().path("gone").asBoolean()).isFalse();

            before.end();
            Block ended = events.next();
            assertThat(ended.json().path("id").asString()).isEqualTo(before.id());
            assertThat(ended.json().path("gone").asBoolean()).isTrue();
        }
    }

    @Test
    void aCallIsToldAsRestShowsIt() {
        try (var events = listen("")) {
            events.next("snapshot");
            calls.live.add(FakeCalls.info("c1", CallStatus.HOLD));
            server.events.callChanged("c1");

            JsonNode told = events.next("call").json();
            JsonNode shown = json("/api/v1/calls/c1");
            for (String name : told.propertyNames()) {
                assertThat(told.path(name)).as(name).isEqualTo(shown.path(name));
            }
            assertThat(told.at("/hold/by").asString()).isEqualTo("callee");
        }
    }

    private JsonNode json(String path) {
        return io.sipcast.api.Json.read(server.http.get(path).bytes().toArray());
    }

    @Test
    void whoComesBackIsToldWhatItMissed() throws Exception {
        String known;
        try (var events = listen("")) {
            events.next("snapshot");
            open("first");
            known = events.next("stream").id();
        }
        open("second");
        open("third");

        try (var events = listen("?lastEventId=1-1", "Last-Event-ID: " + known)) {
            assertThat(events.next().retry()).isEqualTo("1000");
            assertThat(events.next().json().path("name").asString()).isEqualTo("live/second");
            assertThat(events.next().json().path("name").asString()).isEqualTo("live/third");
        }
        try (var events = listen("?lastEventId=" + known)) {
            assertThat(events.next().retry()).isEqualTo("1000");
            assertThat(events.next().json().path("name").asString()).isEqualTo("live/second");
        }
    }

    @Test
    void theIdOfTheSnapshotWillDo() throws Exception {
        String known;
        try (var events = listen("")) {
            known = events.next("snapshot").id();
        }
        open("first");
        try (var events = listen("", "Last-Event-ID: " + known)) {
            events.next();
            assertThat(events.next().event()).isEqualTo("stream");
        }
    }

    @Test
    void anIdOfAnotherRunOrOneThatIsTooOldIsANewcomers() throws Exception {
        String known;
        try (var events = listen("")) {
            known = events.next("snapshot").id();
            for (int i = 0; i < 101; i++) { // one more than are kept
                open("s" + i);
                events.next("stream");
            }
        }
        for (String id : List.of("deadbeef-3", known, "nonsense", "")) {
            try (var events = listen("", "Last-Event-ID: " + id)) {
                events.next();
                assertThat(events.next().event()).as(id).isEqualTo("snapshot");
            }
        }
    }

    @Test
    void pingsWhileNothingHappens() {
        try (var events = listen("")) {
            events.next("snapshot");
            assertThat(events.nextBlock().comment()).isEqualTo("ping");
            assertThat(events.nextBlock().comment()).isEqualTo("ping");
        }
    }

    @Test
    void statisticsOfAWatchedCallComeEachSecondAndOnceMoreAtItsEnd() {
        calls.live.add(FakeCalls.info("c1", CallStatus.ESTABLISHED));
        calls.live.add(FakeCalls.info("c2", CallStatus.ESTABLISHED));
        try (var events = listen("?watch=none,c1")) {
            events.next("snapshot");
            for (int i = 0; i < 2; i++) {
                Block block = events.next();
                assertThat(block.event()).isEqualTo("statistics");
                assertThat(block.id()).isNull();
                assertThat(block.json().path("callId").asString()).isEqualTo("c1");
                assertThat(block.json().path("status").asString()).isEqualTo("ESTABLISHED");
            }
            calls.ended.add(FakeCalls.info("c1", CallStatus.FINISH));
            calls.live.removeFirst();
            JsonNode last = events.next("statistics").json();
            while (!last.path("status").asString().equals("FINISH")) {
                last = events.next("statistics").json();
            }
            calls.live.add(FakeCalls.info("c3", CallStatus.NEW));
            server.events.callChanged("c3");
            assertThat(events.next().event()).isEqualTo("call"); // and nothing of c1
        }
    }

    @Test
    void watchesSomeCallsAtMost() {
        String many = "x,".repeat(20) + "y" + ",z".repeat(20);
        try (var few = listen("?watch=" + many)) {
            assertThat(few.status).isEqualTo(200);
        }
        var ids = new StringBuilder("?watch=c");
        for (int i = 0; i < 33; i++) {
            ids.append(",c").append(i);
        }
        assertThat(server.http.get("/api/v1/events" + ids).status()).isEqualTo(400);
    }

    @Test
    void thereAreNotTooManyAndAPlaceIsFreeAgainWhenOneLeaves() {
        List<EventStream> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var one = listen("");
            one.next("snapshot");
            all.add(one);
        }
        Http.Reply refused = server.http.get("/api/v1/events");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(server.events.counters().clients()).isEqualTo(3);
        assertThat(server.events.counters().refused()).isEqualTo(1);

        all.getFirst().close();
        await().until(() -> server.events.counters().clients() == 2);
        try (var late = listen("")) {
            assertThat(late.status).isEqualTo(200);
        }
        all.forEach(EventStream::close);
    }

    @Test
    void needsTheKeyAsAllMethodsDo() throws Exception {
        Config.Http settings =
                TestServer.settings("key", List.of(), List.of(), List.of("https://a.example"));
        try (var guarded = TestServer.with(settings)) {
            assertThat(guarded.http.get("/api/v1/events").status()).isEqualTo(401);
            String key = "Authorization: Bearer key";
            try (var events =
                    EventStream.open(guarded.port(), "", key, "Origin: https://a.example")) {
                assertThat(events.status).isEqualTo(200);
                assertThat(events.headers)
                        .containsEntry("access-control-allow-origin", "https://a.example");
                events.next("snapshot");
            }
            assertThat(
                            guarded.http
                                    .get("/api/v1/events", key, "Origin: https://b.example")
                                    .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aHeadHasNoEventsAndOtherMethodsAreRefused() {
        Http.Reply head = server.http.exchange("HEAD", "/api/v1/events", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo("text/event-stream");
        assertThat(head.body()).isEmpty();

        Http.Reply post = server.http.postJson("/api/v1/events", "{}");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void theShutdownEndsTheStreamInGoodOrder() {
        try (var events = listen("")) {
            events.next("snapshot");
            server.events.close();
            assertThat(events.endsCleanly()).isTrue();
            assertThat(server.http.get("/api/v1/events").status()).isEqualTo(503);
        }
    }
}
