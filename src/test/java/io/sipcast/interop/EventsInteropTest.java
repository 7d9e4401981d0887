package io.sipcast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Json;
import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.BadRoad;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.EventStream;
import io.sipcast.peer.EventStream.Block;
import io.sipcast.peer.Kamailio;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whole calls as those see them who listen to events. */
@Tag("interop")
class EventsInteropTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * An event tells of a call as it is when it is read, so a state that has passed by then is not
     * told: long beside what a busy machine may hold a thread up.
     */
    private static final Duration RINGING = Duration.ofSeconds(2);

    private static final int CLIENTS = 200;
    private static final String[] QUICK = {
        "push.connect-timeout=3s", "push.retry.first=200ms", "push.retry.max=300ms"
    };

    /** What a call may be one after the other; some may be passed over. */
    private static final List<String> COURSE =
            List.of(
                    "NEW",
                    "PENDING",
                    "TRYING",
                    "RING",
                    "SESSION_PROGRESS",
                    "ESTABLISHED",
                    "FINISH");

    /** All events in their order, with what was awaited marked by having been waited for. */
    private static final class Listener implements AutoCloseable {
        private final EventStream stream;
        private final List<Block> all = new ArrayList<>();

        Listener(TestGateway gateway, String query) {
            stream = EventStream.open(URI.create(gateway.http("/")).getPort(), query);
        }

        /** The next one; what comes before it is kept. */
        JsonNode await(String event, Predicate<JsonNode> wanted) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                assertThat(System.nanoTime()).as("%s after %s", event, all).isLessThan(deadline);
                Block next = stream.nextBlock();
                if (next.comment() != null) {
                    continue;
                }
                all.add(next);
                if (event.equals(next.event()) && wanted.test(next.json())) {
                    return next.json();
                }
            }
        }

        /** The same, or one that has come before: where the order of things is not fixed. */
        JsonNode find(String event, Predicate<JsonNode> wanted) {
            return told(event).stream()
                    .filter(wanted)
                    .findFirst()
                    .orElseGet(() -> await(event, wanted));
        }

        /** What was told of this kind so far. */
        List<JsonNode> told(String event) {
            return all.stream().filter(one -> event.equals(one.event())).map(Block::json).toList();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private static Predicate<JsonNode> is(String field, String value) {
        return one -> one.path(field).asString("").equals(value);
    }

    private static Predicate<JsonNode> target(Predicate<JsonNode> wanted) {
        return call -> wanted.test(call.at("/targets/0"));
    }

    @Test
    void aWholeCallWithTargetsThatFailAndReturn(@TempDir Path folder) throws Exception {
        try (StrictIngest ingest = StrictIngest.start();
                BadRoad road = BadRoad.to(ingest.port());
                BadRoad other = BadRoad.to(ingest.port());
                DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT.withRingTime(RINGING));
                TestGateway gateway = TestGateway.startUnjudged(with("record.folder=" + folder));
                Listener events = new Listener(gateway, "?watch=c1")) {
            assertThat(events.await("snapshot", _ -> true).path("calls")).isEmpty();
            gateway.call(
                    "callId", "c1",
                    "callee", bob.uri(),
                    "hasVideo", "true",
                    "rtmpUrl", "rtmp://127.0.0.1:" + road.port() + "/strict",
                    "rtmpStream", "own");
            events.await("call", is("status", "RING"));
            events.await("call", target(is("status", "PUBLISHING")));
            JsonNode stream = events.find("stream", one -> one.path("width").asInt() > 0);
            assertThat(stream.path("source").asString()).isEqualTo("call");
            assertThat(stream.path("hasVideo").asBoolean()).isTrue();

            road.shut();
            road.reset();
            JsonNode failed = events.await("call", target(is("status", "PENDING")));
            assertThat(failed.at("/targets/0/reason").asString()).isNotEmpty();
            events.await("call", target(one -> one.path("retries").asInt() >= 2));
            road.open();
            JsonNode back = events.await("call", target(is("status", "PUBLISHING")));
            assertThat(back.at("/targets/0/reason").asString()).isEmpty();
            assertThat(back.at("/targets/0/failures").size()).isGreaterThanOrEqualTo(2);
            assertThat(back.path("status").asString()).isEqualTo("ESTABLISHED");

            pushComesAndGoes(gateway, events, other);
            recordingComesAndGoes(gateway, events);

            events.await("statistics", is("status", "ESTABLISHED"));
            events.await("statistics", is("status", "ESTABLISHED"));
            gateway.terminate("c1");
            JsonNode last = events.await("call", is("status", "FINISH"));
            sameAsRest(last, gateway.details("c1"));
            JsonNode measured = events.await("statistics", is("status", "FINISH"));
            assertThat(measured.path("callId").asString()).isEqualTo("c1");
            assertThat(events.told("stream").getLast().path("gone").asBoolean()).isTrue();
            assertThat(events.told("statistics").size()).isGreaterThan(3);
            goesForwardOnly(events.told("call"));
        }
    }

    private static String[] with(String more) {
        List<String> all = new ArrayList<>(List.of(QUICK));
        all.add(more);
        return all.toArray(String[]::new);
    }

    private static void pushComesAndGoes(TestGateway gateway, Listener events, BadRoad road) {
        var answer =
                gateway.post(
                        "/api/v1/pushes",
                        "streamName",
                        "c1",
                        "rtmpUrl",
                        "rtmp://127.0.0.1:" + road.port() + "/strict/ordered-key");
        assertThat(answer.statusCode()).isEqualTo(201);
        String id = Json.read(answer.body().getBytes(UTF_8)).path("id").asString();
        Predicate<JsonNode> ours = is("id", id);
        events.await("push", ours.and(is("status", "PUBLISHING")));

        gateway.post("/api/v1/pushes/" + id + "/mute");
        events.await("push", ours.and(one -> one.path("muted").asBoolean()));
        gateway.post("/api/v1/pushes/" + id + "/unmute");
        events.await("push", ours.and(one -> !one.path("muted").asBoolean()));

        road.shut();
        road.reset();
        JsonNode failed = events.await("push", ours.and(is("status", "PENDING")));
        assertThat(failed.path("reason").asString()).isNotEmpty();
        assertThat(failed.path("failures").size()).isPositive();
        events.await("push", ours.and(one -> one.path("retries").asInt() >= 1));
        road.open();
        events.await("push", ours.and(is("status", "PUBLISHING")));
        assertThat(events.told("push")).noneMatch(one -> one.path("gone").asBoolean());

        assertThat(delete(gateway, "/api/v1/pushes/" + id)).isEqualTo(200);
        JsonNode gone = events.await("push", ours);
        assertThat(gone.path("gone").asBoolean()).isTrue();
        assertThat(gone.path("status").asString()).isEqualTo("STOPPED");
        assertThat(gone.toString()).doesNotContain("ordered-key");
    }

    private static void recordingComesAndGoes(TestGateway gateway, Listener events) {
        gateway.post("/api/v1/recordings", "stream", "live/c1");
        JsonNode begun = events.await("recording", is("status", "RECORDING"));
        assertThat(begun.path("files").size()).isEqualTo(1);
        assertThat(delete(gateway, "/api/v1/recordings/live%2Fc1")).isEqualTo(200);
        JsonNode ended = events.await("recording", is("status", "ENDED"));
        assertThat(ended).isEqualTo(rest(gateway, "/api/v1/recordings/live%2Fc1"));
        assertThat(events.told("recording").getFirst().path("status").asString())
                .isEqualTo("WAITING");
    }

    private static int delete(TestGateway gateway, String path) {
        URI uri = URI.create(gateway.http(path));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(uri).DELETE().build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode rest(TestGateway gateway, String path) {
        return Json.read(gateway.get(path).body().getBytes(UTF_8));
    }

    private static void sameAsRest(JsonNode told, JsonNode shown) {
        for (String name : told.propertyNames()) {
            assertThat(told.path(name)).as(name).isEqualTo(shown.path(name));
        }
    }

    private static void goesForwardOnly(List<JsonNode> calls) {
        List<Integer> places =
                calls.stream().map(call -> COURSE.indexOf(call.path("status").asString())).toList();
        assertThat(places)
                .isSorted()
                .doesNotContain(-1)
                .contains(COURSE.indexOf("RING"), COURSE.size() - 1);
        List<Integer> retries =
                calls.stream().map(call -> call.at("/targets/0/retries").asInt()).toList();
        assertThat(retries).isSorted();
    }

    @Test
    void aRegistrationFromItsBeginningToItsEnd() throws Exception {
        try (Kamailio kamailio = Kamailio.start();
                Baresip _ =
                        Baresip.start(
                                new Baresip.Settings("bob", "secretB", true, kamailio.address()));
                TestGateway gateway = TestGateway.start();
                Listener events = new Listener(gateway, "")) {
            events.await("snapshot", _ -> true);
            gateway.call(
                    "callId", "c1",
                    "callee", "sip:bob@" + kamailio.address(),
                    "sipLogin", "alice",
                    "sipPassword", "secretA",
                    "sipDomain", "127.0.0.1",
                    "sipOutboundProxy", kamailio.address(),
                    "sipRegisterRequired", "true");
            JsonNode stands = events.await("registration", is("state", "registered"));
            assertThat(stands.at("/users/0").asString()).isEqualTo("c1");
            assertThat(stands.toString()).doesNotContain("secretA");
            events.find("call", is("status", "ESTABLISHED")); // registrations are told less often
            gateway.terminate("c1");
            events.await("registration", one -> one.path("gone").asBoolean());
            assertThat(rest(gateway, "/api/v1/registrations").path("registrations")).isEmpty();
        }
    }

    @Test
    void twoHundredClientsSeeACallAndOneMoreIsTold() throws Exception {
        List<Listener> all = new ArrayList<>();
        try (DemoCallee bob = DemoCallee.start(CalleeSettings.DEFAULT.withoutVideo());
                TestGateway gateway = TestGateway.startUnjudged(QUICK)) {
            for (int i = 0; i < CLIENTS; i++) {
                all.add(new Listener(gateway, i % 2 == 0 ? "" : "?watch=c1"));
            }
            all.forEach(one -> one.await("snapshot", _ -> true));
            assertThat(gateway.get("/api/v1/events").statusCode()).isEqualTo(503);
            assertThat(gateway.get("/metrics").body())
                    .contains("sipcast_events_clients 200.0")
                    .contains("sipcast_events_refused_total 1.0");

            gateway.call("callId", "c1", "callee", bob.uri(), "hasAudio", "true");
            all.forEach(one -> one.await("call", is("status", "ESTABLISHED")));
            bob.hangUpAll();
            List<JsonNode> ends =
                    all.stream().map(one -> one.await("call", is("status", "FINISH"))).toList();
            assertThat(ends.stream().distinct()).hasSize(1);
            assertThat(gateway.get("/metrics").body()).contains("sipcast_events_slow_total 0.0");
        } finally {
            all.forEach(Listener::close);
        }
    }
}
