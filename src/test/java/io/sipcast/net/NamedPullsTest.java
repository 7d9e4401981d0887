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
import io.sipcast.media.MediaUnit;
import io.sipcast.net.PullInfo.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pulls under a name over loopback, from the server of one hub to another hub. */
class NamedPullsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamName HERE = StreamName.ofCall("here");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private final Loops loops = new Loops(2);
    private final Streams here = streams();
    private final Streams there = streams();
    private final RtmpServer ownServer = server(here);
    private final RtmpServer otherServer = server(there);
    private final NamedPulls pulls = pulls(List.of());
    private final String url = url(otherServer, "camera");

    @AfterEach
    void close() {
        pulls.close();
        ownServer.close();
        otherServer.close();
        loops.close();
    }

    @Test
    void isAStreamFromTheBeginningAndStaysWhileTheSourceComesAndGoes() throws Exception {
        pulls.pull(url, "here");
        LiveStream pulled = here.find(HERE).orElseThrow();
        assertThat(status()).isEqualTo(Status.PENDING);

        LiveStream first = source(0);
        await().until(() -> status() == Status.PROCESSED_REMOTE);
        await().until(() -> pulled.pictureFormat() != null);
        long before = time(pulled);
        try (Subscription watching = pulled.subscribe(FORM, () -> {})) {
            end(first);
            await().until(() -> status() == Status.PENDING);
            assertThat(pulls.all().getFirst().reason()).isNotEmpty();

            source(0);
            await().until(() -> status() == Status.PROCESSED_REMOTE);
            await().until(() -> time(pulled) > before);
            assertThat(pulled.ended()).isFalse();
            assertThat(pulled.refused()).isZero();
            assertThat(watching.ended()).isFalse();
        }
    }

    /** Many servers do not say that their publisher has left, and keep the connection alive. */
    @Test
    void aServerThatFallsSilentIsSeenAndAskedAgainInTheEnd() throws Exception {
        try (NamedPulls impatient = pulls(List.of(), Duration.ofMillis(400))) {
            LiveStream source = source(0);
            impatient.pull(url, "here");
            await().until(() -> status(impatient) == Status.PROCESSED_REMOTE);
            await().until(() -> status(impatient) == Status.PENDING);
            assertThat(impatient.all().getFirst().reason())
                    .isEqualTo("The server sends no media any more.");
            assertThat(impatient.all().getFirst().failures()).isZero();

            long silent = time(here.find(HERE).orElseThrow());
            loops.sip()
                    .execute(() -> {
                        source.add(picture(40, true)); // 40 ms later by its own count
                        source.add(sound(40));
                        source.add(sound(61));
                        source.add(picture(80, false));
                    });
            await().until(() -> status(impatient) == Status.PROCESSED_REMOTE);
            assertThat(time(here.find(HERE).orElseThrow()) - silent)
                    .as("the pause")
                    .isGreaterThan(350_000_000);

            await().until(() -> impatient.all().getFirst().failures() == 1);
            assertThat(impatient.all().getFirst().reason())
                    .isEqualTo("The server has sent no media for 4 s.");
            assertThat(here.find(HERE)).isPresent();
            await().until(() -> impatient.all().getFirst().failures() == 0); // it plays again
        }
    }

    @Test
    void terminatingFreesTheNameAndTheConnection() throws Exception {
        source(0);
        pulls.pull(url, "here");
        await().until(() -> status() == Status.PROCESSED_REMOTE);

        assertThat(pulls.terminate(url, null)).isEqualTo(1);
        await().until(() -> status() == Status.STOPPED);
        assertThat(here.find(HERE)).isEmpty();
        await().until(() -> otherServer.counters().connections() == 0);
        assertThat(pulls.terminate(url, null)).isZero();
        pulls.pull(url, "here");
    }

    @Test
    void terminatingTheStreamTerminatesThePull() throws Exception {
        source(0);
        pulls.pull(url, "here");
        here.find(HERE).orElseThrow().terminate();

        await().until(() -> status() == Status.STOPPED);
        assertThat(here.all()).isEmpty();
    }

    @Test
    void isCalledLikeItsUrlWithoutTheSecretsWhenNoNameIsGiven() throws Exception {
        String secret = url.replace("//", "//joe:pw@") + "?token=pw";
        pulls.pull(secret, null);
        PullInfo info = pulls.all().getFirst();

        String shown = url.replace("//", "//joe:***@") + "?***";
        assertThat(info.localStreamName()).isEqualTo(shown);
        assertThat(info.shownUri()).isEqualTo(shown);
        assertThat(here.all())
                .extracting(LiveStream::name)
                .containsExactly(StreamName.ofCall(shown));
        assertThat(info.toString()).doesNotContain("pw");
        assertThat(pulls.terminate(shown, null)).isEqualTo(1);
    }

    @Test
    void aNameHasOnePublisher() throws Exception {
        pulls.pull(url, "here");

        assertThatExceptionOfType(Streams.NameTakenException.class)
                .isThrownBy(() -> pulls.pull(url, "live/here"));
        assertThat(pulls.all()).hasSize(1);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> pulls.pull("http://x/y/z", "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pulls.pull(url(ownServer, "here"), "here"))
                .withMessage("the stream would be its own source");
        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> pulls(List.of("192.0.2.0/24")).pull(url, "a"));
        assertThat(here.all()).isEmpty();
        assertThat(pulls.all()).isEmpty();
    }

    @Test
    void saysWhyItWaits() throws Exception {
        int port = otherServer.address().getPort();
        otherServer.close();
        pulls.pull(url, "here");

        await().until(() -> !pulls.all().getFirst().reason().isEmpty());
        PullInfo info = pulls.all().getFirst();
        assertThat(info.status()).isEqualTo(Status.PENDING);
        assertThat(info.failures()).isEqualTo(1);
        assertThat(info.reason())
                .isEqualTo(
                        "The RTMP server 127.0.0.1:%d cannot be reached: it refuses connections."
                                .formatted(port));
    }

    private Status status() {
        return status(pulls);
    }

    private static Status status(NamedPulls of) {
        return of.all().getFirst().status();
    }

    private static long time(LiveStream stream) {
        MediaUnit key = stream.shownKeyFrame();
        return key == null ? -1 : key.dtsNanos();
    }

    private static String url(RtmpServer server, String name) {
        return "rtmp://127.0.0.1:" + server.address().getPort() + "/live/" + name;
    }

    private LiveStream source(int millis) throws Exception {
        LiveStream stream =
                there.open(
                        StreamName.ofCall("camera"),
                        new Publication(loops.sip(), Publication.Audio.UNITS, true, () -> {}));
        loops.sip()
                .execute(() -> {
                    stream.add(picture(millis, true));
                    stream.add(sound(millis));
                    stream.add(sound(millis + 21));
                });
        return stream;
    }

    private void end(LiveStream stream) throws Exception {
        loops.sip().submit(stream::end).get(5, TimeUnit.SECONDS);
    }

    private NamedPulls pulls(List<String> allowed) {
        return pulls(allowed, Duration.ofSeconds(5));
    }

    private NamedPulls pulls(List<String> allowed, Duration silence) {
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(allowed),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1));
        return new NamedPulls(loops, here, connector, ownServer, silence);
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
