package io.sipcast.push;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.sipcast.ingest.WireServer;
import io.sipcast.ingest.WireServer.Greeting;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.net.Loops;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.TargetPolicy;
import io.sipcast.peer.BadRoad;
import io.sipcast.peer.BadRoad.Weather;
import io.sipcast.rtmp.RtmpUrl;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the way to a server may do to a push, and what a new connection asks of the source. */
@Timeout(60)
class BadRoadTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final PushPolicy QUICK =
            new PushPolicy(
                    Duration.ofMillis(1200),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    OptionalInt.empty());

    /** For what must not fail, on a machine that is busy. */
    private static final PushPolicy PATIENT =
            new PushPolicy(
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    OptionalInt.empty());

    private static final Duration LONGER_THAN_PATIENT = Duration.ofSeconds(7);

    /** The stream began so long ago. */
    private static final long AGE_MILLIS = 10_000;

    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    () -> System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(AGE_MILLIS));
    private final AtomicInteger keyFramesAsked = new AtomicInteger();
    private final WireServer server = WireServer.greeting(Greeting.PROPER);
    private final BadRoad road = BadRoad.to(server.port());
    private RtmpServer ownServer;
    private Pushes pushes;
    private LiveStream stream;

    @BeforeEach
    void openAStream() throws Exception {
        ownServer =
                new RtmpServer(
                        loops,
                        InetAddress.ofLiteral("127.0.0.1"),
                        0,
                        streams,
                        FORM,
                        () -> new Random(2));
        pushes = pushes(QUICK);
        var publication =
                new Publication(
                        loop, Publication.Audio.UNITS, true, keyFramesAsked::incrementAndGet);
        stream = streams.open(StreamName.ofCall("source"), publication);
    }

    private Pushes pushes(PushPolicy policy) {
        return new Pushes(
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1)),
                ownServer,
                FORM,
                _ -> false,
                policy);
    }

    @AfterEach
    void close() {
        pushes.close();
        ownServer.close();
        road.close();
        server.close();
        loops.close();
    }

    /** The system takes a hundred kilobytes more, so our own buffers stay empty. */
    @Test
    void aServerThatStopsReadingIsNoticedThoughAllHasLeftUs() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable());
        add(0, 200, 900);
        Push push = publishing();
        road.weather(Weather.STALL);
        add(200, 1_400, 3_000);

        await().until(() -> push.snapshot().sentBytes() > 90_000);
        assertThat(push.snapshot().status()).isEqualTo(PushStatus.PUBLISHING);
        await().until(() -> !push.snapshot().failures().isEmpty());
        assertThat(push.snapshot().failures().getFirst().sentence())
                .isEqualTo("The server has stopped reading: it took no data for 2 s.");
        assertThat(push.snapshot().failures().getFirst().label()).isEqualTo("stopped_reading");

        road.weather(Weather.FINE);
        await().until(() -> push.snapshot().status() == PushStatus.PUBLISHING);
        assertThat(push.snapshot().reason()).isEmpty();
        assertThat(push.snapshot().failures()).as("kept").isNotEmpty();
    }

    /** What has ended must not keep the server from hearing so. */
    @Test
    void whoIsGivenUpForNotReadingGetsAReset() throws Exception {
        add(0, 200, 900);
        Push push = publishing();
        road.strand();
        add(200, 1_400, 30_000);
        await().until(() -> push.snapshot().retries() > 0);
        await().until(() -> push.snapshot().status() == PushStatus.PUBLISHING);
        assertThat(road.stranded()).isEqualTo(1);

        road.release();
        await().until(() -> road.stranded() == 0);
        assertThat(road.wasReset()).isTrue();
    }

    /** A window opens only by a good part of a buffer, so what drips much slower is a stall. */
    @Test
    void dripsAreProgress() throws Exception {
        pushes = pushes(PATIENT);
        add(0, 200, 900);
        Push push = publishing();
        road.drip(64_000);
        long end = System.nanoTime() + LONGER_THAN_PATIENT.toNanos(); // real time is the matter
        for (int at = 200; System.nanoTime() - end < 0; at += 400) {
            add(at, at + 400, 8_000);
            await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        }
        assertThat(push.snapshot().failures()).isEmpty();
        assertThat(push.snapshot().status()).isEqualTo(PushStatus.PUBLISHING);
        assertThat(stream.subscribers()).isEqualTo(1);
    }

    @Test
    void whatIsLateIsNoFailure() throws Exception {
        pushes = pushes(PATIENT);
        add(0, 200, 900);
        road.delay(150);
        Push push = publishing();
        assertThat(push.snapshot().failures()).isEmpty();
    }

    @Test
    void aHandshakeThatDripsIsTooSlow() throws Exception {
        road.drip(1_000);
        Push push = push();
        await().until(() -> !push.snapshot().failures().isEmpty());
        assertThat(push.snapshot().failures().getFirst().label())
                .isIn("too_slow", "handshake_stall");
    }

    @Test
    void aRoadThatSwallowsEverythingIsAStalledHandshake() throws Exception {
        road.weather(Weather.SWALLOW);
        Push push = push();
        await().until(() -> !push.snapshot().failures().isEmpty());
        assertThat(push.snapshot().failures().getFirst().label()).isEqualTo("handshake_stall");
    }

    @Test
    void aNewKeyFrameIsAskedForWhereTheCachedOneIsOld() throws Exception {
        add(0, 100, 900);
        publishing();
        await().until(() -> keyFramesAsked.get() == 1);
    }

    @Test
    void aFreshKeyFrameIsGoodEnoughUntilItIsOld() throws Exception {
        add((int) AGE_MILLIS, (int) AGE_MILLIS + 100, 900);
        Push push = publishing();
        assertThat(keyFramesAsked).hasValue(0);

        await().pollDelay(FORM.video().keyFrameInterval()).until(() -> true);
        road.reset();
        await().until(() -> push.snapshot().retries() == 1);
        await().until(() -> keyFramesAsked.get() == 1);
    }

    private Push publishing() {
        Push push = push();
        await().until(() -> push.snapshot().status() == PushStatus.PUBLISHING);
        return push;
    }

    private Push push() {
        String url = "rtmp://127.0.0.1:" + road.port() + "/live";
        return pushes.open(stream, RtmpUrl.parse(url, "key"), loop);
    }

    /** 25 pictures of so many bytes a second, the first one a key frame, and sound. */
    private void add(int fromMillis, int toMillis, int bytes) throws Exception {
        loop.submit(
                        () -> {
                            for (int at = fromMillis; at < toMillis; at += 40) {
                                stream.add(picture(at, at == fromMillis, bytes));
                                stream.add(sound(at));
                            }
                        })
                .get(5, TimeUnit.SECONDS);
    }
}
