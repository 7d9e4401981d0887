package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.ingest.Message;
import io.sipcast.ingest.Published;
import io.sipcast.ingest.Rule;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.BadRoad;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Beeps;
import io.sipcast.peer.NginxRtmp;
import io.sipcast.peer.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real call whose targets fail: what their viewers see, and that nobody else notices. */
@Tag("interop")
class FailingTargetsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String[] QUICK = {
        "push.connect-timeout=3s",
        "push.no-progress=3s",
        "push.retry.first=200ms",
        "push.retry.max=1s"
    };

    /** The last eight failures, all that are kept, go back for some seconds then. */
    private static final String[] UNHURRIED = {
        "push.connect-timeout=3s",
        "push.no-progress=3s",
        "push.retry.first=1500ms",
        "push.retry.max=1500ms"
    };

    /**
     * How long five of the twenty fail in turn, each once at least; the caller stays for 60 s. Two
     * minutes are in {@code push.TwentyTargetsTest}, in virtual time.
     */
    private static final int SECONDS = Integer.getInteger("failing.seconds", 10);

    @Test
    void theViewersOfATargetSeeAGoodStreamAfterEachReconnect() throws Exception {
        try (NginxRtmp nginx = NginxRtmp.start();
                BadRoad road = BadRoad.to(nginx.port());
                Baresip bob = Baresip.start(new Baresip.Settings("bob", "", true, ""));
                TestGateway gateway = TestGateway.start(UNHURRIED)) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    bob.uri(),
                    "hasVideo",
                    "true",
                    "toStream",
                    "show",
                    "rtmpUrl",
                    "rtmp://127.0.0.1:" + road.port() + "/keep",
                    "rtmpStream",
                    "c1");
            publishesForAWhile(gateway, 0);

            road.cut();
            fails(gateway, 1, "the server closed the connection");
            publishesForAWhile(gateway, 1);

            road.reset();
            fails(gateway, 2, "was lost"); // the first was that it closed
            publishesForAWhile(gateway, 2);

            road.strand(); // and with it our name at the server
            fails(gateway, 1, "has stopped reading: it took no data for 3 s");
            waits(gateway, "has another publisher of this name");
            assertThat(gateway.details("c1").path("status").asString()).isEqualTo("ESTABLISHED");
            road.reset();
            publishesForAWhile(gateway, 3);
            gateway.terminate("c1");

            List<Recording> pieces = nginx.recordings("c1");
            assertThat(pieces).hasSize(4);
            pieces.forEach(FailingTargetsTest::isRightFromItsStart);
        }
    }

    private static void publishesForAWhile(TestGateway gateway, int leastRetries)
            throws InterruptedException {
        JsonNode call = gateway.awaitTarget("c1", "PUBLISHING");
        assertThat(call.path("rtmp").path("retries").asInt()).isGreaterThanOrEqualTo(leastRetries);
        assertThat(call.path("rtmp").path("reason").asString()).isEmpty();
        Thread.sleep(2_600); // so much of it is looked at
        assertThat(gateway.details("c1").path("rtmp").path("status").asString())
                .isEqualTo("PUBLISHING");
    }

    /** Has failed so often for this reason; it may be mended by now. */
    private static void fails(TestGateway gateway, int times, String words) {
        gateway.awaitDetails("c1", call -> failures(call, words) >= times);
    }

    private static long failures(JsonNode call, String words) {
        return call.at("/rtmp/failures")
                .valueStream()
                .filter(one -> one.path("reason").asString("").contains(words))
                .count();
    }

    /** For as long as nothing is mended. */
    private static void waits(TestGateway gateway, String words) {
        gateway.awaitDetails(
                "c1",
                call ->
                        call.path("rtmp").path("status").asString("").equals("PENDING")
                                && call.path("rtmp").path("reason").asString("").contains(words));
    }

    /** Time begins at nought, with a picture that decodes; beeps and flashes come together. */
    private static void isRightFromItsStart(Recording piece) {
        List<Double> video = piece.packetTimes("v");
        List<Double> audio = piece.packetTimes("a");
        assertThat(video).isSorted();
        assertThat(Math.min(video.getFirst(), audio.getFirst())).isBetween(-0.05, 0.1);
        assertThat(piece.keyFrames().getFirst()).isEqualTo(video.getFirst());
        for (int i = 1; i < audio.size(); i++) {
            assertThat(audio.get(i) - audio.get(i - 1)).isLessThan(0.1);
        }
        List<Recording.Picture> pictures = piece.pictures();
        assertThat(pictures).as("every picture decodes").hasSameSizeAs(video);
        List<Double> beeps = piece.beeps();
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(2);
        for (double beep : beeps.subList(1, beeps.size())) {
            assertThat(pictures)
                    .as("a flash with the beep at %s", beep)
                    .anyMatch(at -> at.brightness() > 200 && Math.abs(at.time() - beep) < 0.15);
        }
    }

    @Test
    void oneCallToTwentyTargetsOfWhichFiveFailInTurn() throws Exception {
        try (Heartbeat heartbeat = Heartbeat.start();
                StrictIngest ingest = StrictIngest.start()) {
            List<BadRoad> roads =
                    Stream.generate(() -> BadRoad.to(ingest.port())).limit(5).toList();
            List<String> urls =
                    new ArrayList<>(good().map(name -> ingest.url() + "/" + name).toList());
            for (int i = 0; i < roads.size(); i++) {
                urls.add("rtmp://127.0.0.1:" + roads.get(i).port() + "/strict/bad-" + i + "-");
            }
            try (TestGateway gateway = TestGateway.start(with(urls));
                    Baresip _ = caller(gateway.sipPort())) {
                String id = awaitCall(gateway);
                gateway.awaitDetails(id, call -> publishing(call) == 20);
                long end = System.nanoTime() + SECONDS * 1_000_000_000L;
                for (int turn = 0; turn < 5 || System.nanoTime() < end; turn++) {
                    fail(roads.get(turn % roads.size()), turn, gateway, id);
                }
                roads.forEach(road -> road.weather(BadRoad.Weather.FINE));
                JsonNode call = gateway.awaitDetails(id, now -> publishing(now) == 20);
                assertThat(call.path("status").asString()).isEqualTo("ESTABLISHED");
                for (int i = 0; i < 15; i++) {
                    assertThat(call.path("targets").path(i).path("retries").asInt(-1)).isZero();
                }
                Thread.sleep(1_000); // so much for the last pieces
                gateway.terminate(id);
                good().forEach(name -> ingest.stream(name).awaitEnd());
            }
            theOthersAreWithoutAHole(ingest, heartbeat);
            thePiecesAreRight(ingest);
            roads.forEach(BadRoad::close);
        }
    }

    private static Stream<String> good() {
        return IntStream.range(0, 15).mapToObj(i -> "good-" + i + "-");
    }

    private static String[] with(List<String> urls) {
        List<String> settings = new ArrayList<>(List.of(QUICK));
        settings.add("inbound.rules[0].called=studio");
        settings.add("inbound.rules[0].from=127.0.0.0/8");
        settings.add("inbound.rules[0].targets=" + String.join(",", urls));
        return settings.toArray(String[]::new);
    }

    private static Baresip caller(int port) {
        var settings = new Baresip.Settings("bob", "", true, "");
        return Baresip.calling(settings, "sip:studio@127.0.0.1:" + port);
    }

    private static String awaitCall(TestGateway gateway) {
        String[] asked = {
            "callee", "sip:studio@127.0.0.1:" + gateway.sipPort(), "status", "ESTABLISHED"
        };
        await().atMost(LIMIT)
                .until(() -> gateway.post("/rest-api/call/find", asked).statusCode() == 200);
        return JSON.readTree(gateway.post("/rest-api/call/find", asked).body())
                .get(0)
                .path("callId")
                .asString();
    }

    private static long publishing(JsonNode call) {
        return call.path("targets")
                .valueStream()
                .filter(target -> target.path("status").asString("").equals("PUBLISHING"))
                .count();
    }

    /** One of five ways to fail, for as long as it takes to be noticed and mended. */
    private static void fail(BadRoad road, int turn, TestGateway gateway, String id)
            throws InterruptedException {
        int travellers = road.travellers();
        switch (turn % 5) {
            case 0 -> road.strand();
            case 1 -> road.cut();
            case 2 -> road.reset();
            case 3 -> {
                road.shut();
                Thread.sleep(1_500);
                road.open();
            }
            default -> {
                road.drip(3_000);
                Thread.sleep(2_000);
                road.weather(BadRoad.Weather.FINE);
                road.reset();
            }
        }
        await().atMost(LIMIT).until(() -> road.travellers() > travellers);
        if (turn % 5 == 0) {
            road.reset(); // the server lets go of the name
        }
        gateway.awaitDetails(id, call -> publishing(call) == 20);
        Thread.sleep(1_000); // so long it goes well
    }

    private static void theOthersAreWithoutAHole(StrictIngest ingest, Heartbeat heartbeat) {
        List<Published> others = good().map(ingest::stream).toList();
        Duration allowed = heartbeat.longestStall().plusMillis(1_500);
        for (Published other : others) {
            other.kept();
            assertThat(other.longestPause()).isLessThan(allowed);
        }
        good().forEach(name -> assertThat(ingest.times(name)).as(name).isEqualTo(1));
        for (int type : new int[] {Message.AUDIO, Message.VIDEO}) {
            List<List<Integer>> all = others.stream().map(each -> media(each, type)).toList();
            int least = all.stream().mapToInt(List::size).min().orElseThrow();
            List<Integer> tail = tail(all.getFirst(), least);
            assertThat(all).allSatisfy(each -> assertThat(tail(each, least)).isEqualTo(tail));
            assertThat(least).isGreaterThan(SECONDS * 20);
        }
        Recording one = others.getFirst().recording();
        assertThat(one.beeps()).hasSizeGreaterThan(SECONDS);
        Beeps.of(one).within(0.06).areInPlace();
    }

    /** The frames or pictures that were sent, but not when. */
    private static List<Integer> media(Published published, int type) {
        int header = type == Message.AUDIO ? 2 : 5;
        return published.messages().stream()
                .filter(message -> message.type() == type && message.body()[1] != 0)
                .map(message -> Arrays.copyOfRange(message.body(), header, message.body().length))
                .map(Arrays::hashCode)
                .toList();
    }

    private static List<Integer> tail(List<Integer> all, int size) {
        return all.subList(all.size() - size, all.size());
    }

    /** Also behind each reconnect; only what dripped had no room for all of the sound. */
    private static void thePiecesAreRight(StrictIngest ingest) {
        for (int i = 0; i < 5; i++) {
            String name = "bad-" + i + "-";
            int times = ingest.times(name);
            assertThat(times).as(name).isGreaterThanOrEqualTo(2);
            for (int piece = 0; piece < times; piece++) {
                Published published = ingest.stream(name, piece);
                if (published.broken() != Rule.NO_AUDIO_HOLE || i != 4) {
                    published.kept();
                }
            }
        }
    }
}
