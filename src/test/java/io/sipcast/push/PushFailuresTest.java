package io.sipcast.push;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.sipcast.ingest.WireServer;
import io.sipcast.ingest.WireServer.Answer;
import io.sipcast.ingest.WireServer.Greeting;
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
import io.sipcast.peer.DeadHost;
import io.sipcast.rtmp.RtmpUrl;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server may do to a push, at the wire: told apart, put in words, and tried again or not.
 */
@Timeout(30)
class PushFailuresTest {
    private static final String KEY = "s3cretkey";
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    /** Each answer within 800 ms. */
    private static final PushPolicy QUICK =
            new PushPolicy(
                    Duration.ofMillis(1200),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(100),
                    Duration.ofMillis(400),
                    OptionalInt.empty());

    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    System::nanoTime);
    private RtmpServer ownServer;
    private Pushes pushes;
    private LiveStream stream;

    @BeforeEach
    void theStreamHasMedia() throws Exception {
        ownServer =
                new RtmpServer(
                        loops,
                        InetAddress.ofLiteral("127.0.0.1"),
                        0,
                        streams,
                        FORM,
                        () -> new Random(2));
        pushes =
                new Pushes(
                        new RtmpConnector(
                                loops,
                                new TargetPolicy(List.of()),
                                task -> Thread.ofVirtual().start(task),
                                () -> new Random(1)),
                        ownServer,
                        FORM,
                        _ -> false,
                        QUICK);
        stream =
                streams.open(
                        StreamName.ofCall("source"),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        add(picture(0, true), sound(0), sound(21), picture(40, false), sound(43));
    }

    @AfterEach
    void close() {
        pushes.close();
        ownServer.close();
        loops.close();
    }

    /** The server, the label, a part of the sentence. */
    static Stream<Arguments> retried() {
        return Stream.of(
                greets(Greeting.SILENCE, "handshake_stall", "no answer to the handshake."),
                greets(Greeting.HALF, "handshake_stall", "no answer to the handshake."),
                greets(Greeting.GARBAGE, "not_rtmp", "The server does not speak RTMP: "),
                says("connect", new Answer.Silence(), "no_answer", "no answer to connect."),
                says(
                        "connect",
                        new Answer.Fault(
                                "NetConnection.Connect.Rejected",
                                "[ Server.Reject ] : Resource limit violation."),
                        "connect_rejected",
                        "refused the connection: [ Server.Reject ] : Resource limit violation."),
                says(
                        "connect",
                        new Answer.Fault("", ""),
                        "connect_rejected",
                        "refused the connection"),
                says(
                        "connect",
                        new Answer.HangUp(false),
                        "hung_up",
                        "hung up instead of an answer to connect"),
                says(
                        "connect",
                        new Answer.HangUp(true),
                        "hung_up",
                        "hung up instead of an answer to connect"),
                says("createStream", new Answer.Silence(), "no_answer", "to createStream."),
                says(
                        "createStream",
                        new Answer.Fault("NetConnection.Call.Failed", "no more streams"),
                        "publish_refused",
                        "refused the stream: no more streams."),
                says("publish", new Answer.Silence(), "no_answer", "no answer to publish."),
                says(
                        "publish",
                        new Answer.Status("NetStream.Publish.BadName", KEY + " is in use"),
                        "bad_name",
                        "has another publisher of this name: *** is in use."),
                says(
                        "publish",
                        new Answer.Status("NetStream.Publish.Rejected", "The event has ended."),
                        "publish_refused",
                        "refused the stream: The event has ended."),
                says(
                        "publish",
                        new Answer.Status("NetStream.Publish.Denied", ""),
                        "publish_refused",
                        "refused the stream: NetStream.Publish.Denied."),
                says(
                        "publish",
                        new Answer.HangUp(false),
                        "hung_up_on_publish",
                        "hung up instead of an answer to publish"),
                says(
                        "publish",
                        new Answer.Then("error", "NetStream.Publish.Failed", "disk full"),
                        "ended_by_server",
                        "ended it: disk full."),
                says(
                        "publish",
                        new Answer.Then("status", "NetStream.Unpublish.Success", "bye"),
                        "ended_by_server",
                        "ended it: bye."),
                says(
                        "publish",
                        new Answer.ThenHangUp(false),
                        "closed",
                        "was lost: the server closed the connection."),
                says("publish", new Answer.ThenHangUp(true), "reset", "was lost: "));
    }

    private static Arguments greets(Greeting greeting, String label, String words) {
        return Arguments.of(WireServer.greeting(greeting), label, words);
    }

    private static Arguments says(String command, Answer answer, String label, String words) {
        return Arguments.of(WireServer.answering(command, answer), label, words);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource
    void retried(WireServer server, String label, String words) {
        try (server) {
            Push push = push(server.port());
            await().until(() -> push.snapshot().retries() >= 1 && server.connections() >= 2);

            Push.Failure first = push.snapshot().failures().getFirst();
            assertThat(first.label()).isEqualTo(label);
            assertThat(first.sentence()).contains(words).endsWith(".").doesNotContain(KEY);
            assertThat(push.snapshot().failures())
                    .extracting(Push.Failure::label)
                    .containsOnly(label);
            assertThat(push.snapshot().status()).isIn(PushStatus.PENDING, PushStatus.PUBLISHING);
            assertThat(pushes.failures().get(label)).isPositive();
            assertThat(stream.ended()).isFalse();
        }
    }

    static Stream<Arguments> permanent() {
        return Stream.of(
                rejects("NetConnection.Connect.InvalidApp", "no app live", "no_such_application"),
                rejects(
                        "NetConnection.Connect.Rejected",
                        "[ Server.Reject ] : (_defaultRoot_, _defaultVHost_) : Application (live)"
                                + " is not defined.",
                        "no_such_application"),
                rejects(
                        "NetConnection.Connect.Rejected",
                        "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ",
                        "not_authorized",
                        "it wants a login"),
                rejects(
                        "NetConnection.Connect.Rejected",
                        "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=",
                        "not_authorized",
                        "the password of the URL is wrong"),
                rejects(
                        "NetConnection.Connect.Rejected",
                        "[ AccessManager.Reject ] : [ authmod=llnw ] : ?reason=nosuchuser",
                        "not_authorized",
                        "does not know the user"));
    }

    private static Arguments rejects(String code, String description, String label) {
        return rejects(
                code, description, label, description.substring(0, description.indexOf(' ')));
    }

    private static Arguments rejects(String code, String description, String label, String words) {
        return Arguments.of(
                WireServer.answering("connect", new Answer.Fault(code, description)), label, words);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("permanent")
    void endsThePush(WireServer server, String label, String words) {
        try (server) {
            Push push = push(server.port());
            await().until(() -> push.snapshot().status() == PushStatus.FAILED);
            assertThat(push.snapshot().failures())
                    .singleElement()
                    .satisfies(only -> assertThat(only.label()).isEqualTo(label));
            assertThat(push.snapshot().reason()).contains(words);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = taken.getLocalPort();
        }
        Push push = push(port);
        await().until(() -> push.snapshot().retries() >= 2);
        assertThat(push.snapshot().failures().getFirst().label()).isEqualTo("connection_refused");
        assertThat(push.snapshot().reason())
                .isEqualTo(
                        "The RTMP server 127.0.0.1:%d cannot be reached: it refuses connections."
                                .formatted(port));
    }

    @Test
    void aHostThatIsGone() throws Exception {
        try (var dead = new DeadHost()) {
            int port = dead.address().getPort();
            Push push = push(port);
            await().until(() -> push.snapshot().retries() >= 2);
            assertThat(push.snapshot().failures())
                    .extracting(Push.Failure::label)
                    .containsOnly("connect_timed_out");
            assertThat(push.snapshot().failures().getFirst().sentence())
                    .isEqualTo(
                            "The RTMP server 127.0.0.1:%d cannot be reached: it does not answer."
                                    .formatted(port));
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    void aHostThatDoesNotExist() {
        Push push = pushes.open(stream, RtmpUrl.parse("rtmp://no.such.invalid/live", KEY), loop);
        await().until(() -> push.snapshot().retries() >= 2);
        assertThat(push.snapshot().failures().getFirst().label()).isEqualTo("unknown_host");
    }

    /** Not every server passes over the fields of enhanced RTMP that it does not know. */
    @Test
    void aServerThatStumblesOverEnhancedRtmpIsAskedPlainly() throws Exception {
        var publication = new Publication(loop, Publication.Audio.PCM, true, () -> {});
        LiveStream call = streams.open(StreamName.ofCall("call"), publication);
        loop.submit(() -> call.expectOpus(true)).get(5, TimeUnit.SECONDS);
        try (var server = WireServer.answering("connect", new Answer.StumblesOver("fourCcList"))) {
            RtmpUrl url = RtmpUrl.parse("rtmp://127.0.0.1:" + server.port() + "/live", KEY);
            Push push = pushes.open(call, url, loop);
            await().until(() -> push.snapshot().status() == PushStatus.PUBLISHING);
            assertThat(push.snapshot().failures())
                    .extracting(Push.Failure::label)
                    .containsExactly("hung_up");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private Push push(int port) {
        return pushes.open(stream, RtmpUrl.parse("rtmp://127.0.0.1:" + port + "/live", KEY), loop);
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
}
