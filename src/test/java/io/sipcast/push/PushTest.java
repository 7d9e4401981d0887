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
import io.sipcast.media.AacSettings;
import io.sipcast.media.MediaUnit;
import io.sipcast.net.Loops;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.TargetPolicy;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes over loopback, from one hub to the server of another. */
class PushTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final String KEY = "s3cretkey";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Loops loops = new Loops(2);
    private final EventLoop loop = loops.sip();
    private final Streams here = streams();
    private final Streams there = streams();
    private final RtmpServer ownServer = server(here, 0);
    private RtmpServer otherServer = server(there, 0);
    private Pushes pushes = pushes(new TargetPolicy(List.of()));
    private LiveStream stream = open("source");

    @BeforeEach
    void theStreamHasMedia() throws Exception {
        add(picture(0, true), sound(0), sound(21), picture(40, false), sound(43));
    }

    @AfterEach
    void close() {
        pushes.close();
        ownServer.close();
        otherServer.close();
        loops.close();
    }

    @Test
    void publishesUntilItIsClosed() {
        Push push = push(otherServer, KEY);
        awaitStatus(push, PushStatus.PUBLISHING);
        LiveStream arrived = there.find(StreamName.ofCall(KEY)).orElseThrow();
        await().until(() -> arrived.pictureFormat() != null && push.snapshot().sentBytes() > 1000);
        assertThat(push.snapshot().retries()).isZero();
        assertThat(push.snapshot().reason()).isEmpty();
        assertThat(pushes.all()).containsExactly(push);

        push.close();
        awaitStatus(push, PushStatus.STOPPED);
        await().until(() -> arrived.ended() && pushes.all().isEmpty());
        assertThat(stream.ended()).isFalse();
        assertThat(stream.subscribers()).isZero();
    }

    @Test
    void endsWithItsStream() throws Exception {
        Push push = push(otherServer, KEY);
        awaitStatus(push, PushStatus.PUBLISHING);
        loop.submit(stream::end).get(5, TimeUnit.SECONDS);

        awaitStatus(push, PushStatus.STOPPED);
        assertThat(push.snapshot().reason()).isEqualTo("The stream has ended.");
        await().until(() -> there.all().isEmpty() && pushes.all().isEmpty());
    }

    @Test
    void aLostServerIsTriedAgainAndTheStreamDoesNotNotice() {
        Push push = push(otherServer, KEY);
        awaitStatus(push, PushStatus.PUBLISHING);
        int port = otherServer.address().getPort();
        otherServer.close();
        awaitStatus(push, PushStatus.PENDING);
        assertThat(stream.ended()).isFalse();

        otherServer = server(there, port);
        awaitStatus(push, PushStatus.PUBLISHING);
        List<Push.Failure> failures = push.snapshot().failures();
        assertThat(failures.getFirst().sentence()).startsWith("The connection to the RTMP server");
        assertThat(failures.subList(1, failures.size())) // retries before the server was there
                .allMatch(one -> one.label().equals("connection_refused"));
        assertThat(push.snapshot().retries()).isEqualTo(failures.size());
    }

    @Test
    void aTakenNameIsPendingWithItsReasonButWithoutTheKey() throws Exception {
        there.open(
                StreamName.ofCall(KEY),
                new Publication(loop, Publication.Audio.NONE, true, () -> {}));
        Push push = push(otherServer, KEY);

        await().until(() -> !push.snapshot().reason().isEmpty());
        assertThat(push.snapshot().status()).isEqualTo(PushStatus.PENDING);
        assertThat(push.snapshot().reason()).contains("another publisher");
        assertThat(push + " " + push.snapshot()).doesNotContain(KEY);
    }

    @Test
    void ourOwnServerUnderTheSameNameIsFulfilled() {
        Push push = push(ownServer, "source");

        awaitStatus(push, PushStatus.PUBLISHING);
        assertThat(ownServer.counters().connections()).isZero();
        assertThat(stream.subscribers()).isZero();
    }

    @Test
    void ourOwnServerUnderAnotherNameIsPublishedTo() {
        Push push = push(ownServer, "copy");

        awaitStatus(push, PushStatus.PUBLISHING);
        await().until(() -> here.find(StreamName.ofCall("copy")).isPresent());
    }

    @Test
    void aForbiddenTargetFailsForGood() {
        pushes = pushes(new TargetPolicy(List.of("192.0.2.0/24")));
        Push push = push(otherServer, KEY);

        awaitStatus(push, PushStatus.FAILED);
        assertThat(push.snapshot().reason()).contains("not allowed by net.allowed-targets");
    }

    @Test
    void anUnknownHostIsTriedAgain() {
        Push push = pushes.open(stream, RtmpUrl.parse("rtmp://no.such.invalid/live", KEY), loop);

        await().until(() -> !push.snapshot().reason().isEmpty());
        assertThat(push.snapshot().status()).isEqualTo(PushStatus.PENDING);
        assertThat(push.snapshot().reason()).contains("no.such.invalid is unknown");
    }

    private static void awaitStatus(Push push, PushStatus status) {
        await().atMost(LIMIT).until(() -> push.snapshot().status() == status);
    }

    private Push push(RtmpServer server, String name) {
        String application = "rtmp://127.0.0.1:" + server.address().getPort() + "/live";
        return pushes.open(stream, RtmpUrl.parse(application, name), loop);
    }

    private void add(MediaUnit... units) throws Exception {
        loop.submit(
                        () -> {
                            for (MediaUnit unit : units) {
                                stream.add(unit);
                            }
                        })
                .get(5, TimeUnit.SECONDS);
    }

    private LiveStream open(String name) {
        try {
            return here.open(
                    StreamName.ofCall(name),
                    new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    private Pushes pushes(TargetPolicy policy) {
        return new Pushes(
                new RtmpConnector(
                        loops, policy, task -> Thread.ofVirtual().start(task), () -> new Random(1)),
                ownServer,
                FORM,
                _ -> false,
                PushPolicy.DEFAULT);
    }

    private RtmpServer server(Streams streams, int port) {
        try {
            return new RtmpServer(loops, LOOPBACK, port, streams, FORM, () -> new Random(2));
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
