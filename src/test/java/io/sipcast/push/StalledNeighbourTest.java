package io.sipcast.push;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import io.sipcast.media.MediaUnit;
import io.sipcast.net.Loops;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.TargetPolicy;
import io.sipcast.peer.BadRoad;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One stream to three targets on one loop. Two stall, one of them with all that its buffers hold,
 * long before they are given up: the third gets each unit as it comes.
 */
@Timeout(240)
class StalledNeighbourTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final PushPolicy PATIENT =
            new PushPolicy(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    OptionalInt.empty());
    private static final int PICTURES = 300;
    private static final int PICTURE_BYTES = 60_000; // 18 MB: more than any buffer takes
    private static final int STEP_MILLIS = 40;
    private static final Duration AT_ONCE = Duration.ofSeconds(15); // on a machine that is busy

    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final Streams here = streams();
    private final Streams there = streams();
    private final RtmpServer own = server(here);
    private final RtmpServer other = server(there);
    private final BadRoad road = BadRoad.to(other.address().getPort());
    private final Pushes pushes =
            new Pushes(
                    new RtmpConnector(
                            loops,
                            new TargetPolicy(List.of()),
                            task -> Thread.ofVirtual().start(task),
                            () -> new Random(1)),
                    own,
                    FORM,
                    _ -> false,
                    PATIENT);
    private LiveStream stream;

    @BeforeEach
    void aStreamThatHasBegun() throws Exception {
        stream =
                here.open(
                        StreamName.ofCall("source"),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        add(0);
    }

    @AfterEach
    void close() {
        pushes.close();
        own.close();
        other.close();
        road.close();
        loops.close();
    }

    @Test
    void getsEachUnitAsItComes() throws Exception {
        Push good = push(other.address().getPort(), "good");
        Push stalled = push(road.port(), "stalled");
        Push silent = push(road.port(), "silent");
        LiveStream arriving = arriving("good");
        arriving("stalled");
        arriving("silent");
        road.strand();

        List<Long> pictures = new ArrayList<>();
        try (Subscription view = arriving.subscribe(FORM, () -> {})) {
            take(view, pictures);
            for (int i = 1; i < PICTURES; i++) {
                add(i * STEP_MILLIS);
                int expected = i + 1;
                await().atMost(AT_ONCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> take(view, pictures) == expected);
            }
        }

        assertThat(pictures).hasSize(PICTURES);
        for (int i = 1; i < PICTURES; i++) {
            assertThat(pictures.get(i) - pictures.get(i - 1)).isEqualTo(STEP_MILLIS);
        }
        await().until(() -> good.snapshot().sentBytes() > PICTURES * (long) PICTURE_BYTES);
        assertThat(good.snapshot().sending().droppedPictures()).isZero();
        for (Push each : List.of(stalled, silent)) {
            assertThat(each.snapshot().status()).isEqualTo(PushStatus.PUBLISHING);
            assertThat(each.snapshot().failures()).as("it is not given up yet").isEmpty();
            assertThat(each.snapshot().sentBytes()).isLessThan(PICTURES * PICTURE_BYTES / 2L);
        }
        assertThat(road.stranded()).isEqualTo(2);
    }

    /** The times in milliseconds of the pictures that have come; how many there are by now. */
    private static int take(Subscription view, List<Long> pictures) {
        for (MediaUnit unit = view.poll(); unit != null; unit = view.poll()) {
            if (unit.isVideo()) {
                pictures.add(TimeUnit.NANOSECONDS.toMillis(unit.dtsNanos()));
            }
        }
        return pictures.size();
    }

    private Push push(int port, String name) {
        return pushes.open(stream, RtmpUrl.parse("rtmp://127.0.0.1:" + port + "/live", name), loop);
    }

    /** The stream as that target has it, once it has begun. */
    private LiveStream arriving(String name) {
        StreamName full = StreamName.ofCall(name);
        await().until(() ->
                there.find(full).filter(one -> one.pictureFormat() != null).isPresent());
        return there.find(full).orElseThrow();
    }

    /** A picture and its sound; a key frame each second. */
    private void add(int millis) throws Exception {
        loop.submit(
                        () -> {
                            stream.add(picture(millis, millis % 1000 == 0, PICTURE_BYTES));
                            stream.add(sound(millis));
                        })
                .get(5, TimeUnit.SECONDS);
    }

    private RtmpServer server(Streams streams) {
        try {
            return new RtmpServer(loops, LOOPBACK, 0, streams, FORM, () -> new Random(2));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Streams streams() {
        return new Streams(
                (_, _) -> {
                    throw new IllegalStateException("nothing is encoded here");
                },
                Runnable::run,
                System::nanoTime);
    }
}
