package io.sipcast.net;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pulls over loopback, from the server of one hub to another hub. */
class RtmpPullsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private final Loops loops = new Loops(2);
    private final Streams here = streams();
    private final Streams there = streams();
    private final RtmpServer ownServer = server(here);
    private final RtmpServer otherServer = server(there);
    private final RtmpPulls pulls = pulls(Duration.ofMinutes(1), List.of());
    private final LiveStream source = source();

    @AfterEach
    void close() {
        pulls.close();
        ownServer.close();
        otherServer.close();
        loops.close();
    }

    @Test
    void aRemoteStreamIsALiveStreamHere() throws Exception {
        LiveStream pulled = find(pulls.start(url(otherServer, "camera"), RtmpPullsTest::nothing));
        await().until(() -> pulled.pictureFormat() != null);

        loops.sip().submit(source::end).get(5, TimeUnit.SECONDS);
        await().until(() -> pulled.ended() && pulls.size() == 0);
    }

    @Test
    void oneConnectionIsSharedByAll() throws Exception {
        String first = pulls.start(url(otherServer, "camera"), RtmpPullsTest::nothing);

        assertThat(pulls.start(url(otherServer, "camera"), RtmpPullsTest::nothing))
                .isEqualTo(first);
        assertThat(otherServer.counters().players()).isEqualTo(1);
    }

    @Test
    void aStreamThatNobodyWatchesIsLetGoOf() throws Exception {
        try (RtmpPulls brief = pulls(Duration.ofMillis(1), List.of())) {
            LiveStream pulled =
                    find(brief.start(url(otherServer, "camera"), RtmpPullsTest::nothing));
            Subscription watching = pulled.subscribe(FORM, () -> {});
            await().during(Duration.ofSeconds(2)).until(() -> brief.size() == 1);

            watching.close();
            await().until(() -> pulled.ended() && brief.size() == 0);
            await().until(() -> otherServer.counters().connections() == 0);
        }
    }

    @Test
    void ourOwnStreamNeedsNoFetching() throws Exception {
        assertThat(pulls.start(url(ownServer, "mine"), RtmpPullsTest::nothing))
                .isEqualTo("live/mine");
        assertThat(pulls.size()).isZero();
    }

    @Test
    void saysInWordsWhyItCannot() {
        int port = otherServer.address().getPort();
        otherServer.close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        pulls.start(
                                "rtmp://127.0.0.1:" + port + "/live/camera",
                                RtmpPullsTest::nothing))
                .withMessage(
                        "The RTMP server 127.0.0.1:%d cannot be reached: it refuses connections."
                                .formatted(port));
        assertThat(pulls.size()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pulls.start("http://x/y/z", RtmpPullsTest::nothing));
    }

    @Test
    void aForbiddenTargetIsRefused() {
        try (RtmpPulls guarded = pulls(Duration.ofMinutes(1), List.of("192.0.2.0/24"))) {
            assertThatExceptionOfType(TargetRefusedException.class)
                    .isThrownBy(() ->
                            guarded.start(url(otherServer, "camera"), RtmpPullsTest::nothing));
        }
    }

    private LiveStream find(String name) {
        String[] parts = name.split("/", 2);
        return here.find(new StreamName(parts[0], parts[1])).orElseThrow();
    }

    private static String url(RtmpServer server, String name) {
        return "rtmp://127.0.0.1:" + server.address().getPort() + "/live/" + name;
    }

    private LiveStream source() {
        try {
            LiveStream stream =
                    there.open(
                            StreamName.ofCall("camera"),
                            new Publication(loops.sip(), Publication.Audio.UNITS, true, () -> {}));
            loops.sip()
                    .execute(() -> {
                        stream.add(picture(0, true));
                        stream.add(sound(0));
                        stream.add(sound(21));
                    });
            return stream;
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    private RtmpPulls pulls(Duration unwatched, List<String> allowed) {
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(allowed),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        return new RtmpPulls(loops, here, connector, ownServer, new Random(3), unwatched);
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

    private static void nothing() {}
}
