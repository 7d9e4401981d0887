package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing and playing where a login is wanted, connection by connection at the wire. */
class RtmpLoginTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final String NEED =
            "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";
    private static final String CHALLENGE =
            "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=alice"
                    + "&salt=NDU=&challenge=NjA4NDEzNzg0&opaque=NjA4";
    private static final String FAILED =
            "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=NjA4";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final RtmpConnector connector =
            new RtmpConnector(
                    loops,
                    new TargetPolicy(List.of()),
                    task -> Thread.ofVirtual().start(task),
                    () -> new Random(1));

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void aPublisherLogsInWithThreeConnections() throws Exception {
        try (var server = new ScriptedRtmpServer(List.of(NEED, CHALLENGE))) {
            publish(server, "alice:wonder@");
            assertThat(next()).isEqualTo("accepted");

            String tcUrl = "rtmp://127.0.0.1:" + server.port() + "/app";
            String name = "?authmod=adobe&user=alice";
            assertThat(connect(server)).containsExactly("app", tcUrl);
            assertThat(connect(server)).containsExactly("app" + name, tcUrl + name);
            List<String> third = connect(server);
            assertThat(third.getFirst())
                    .matches(
                            "app\\?authmod=adobe&user=alice&challenge=[0-9a-f]{8}"
                                    + "&response=[A-Za-z0-9+/]{22}==&opaque=NjA4");
            assertThat(third.getLast()).isEqualTo(tcUrl + third.getFirst().substring(3));
        }
    }

    @Test
    void aPlayerLogsInLikewise() throws Exception {
        try (var server = new ScriptedRtmpServer(List.of(NEED, CHALLENGE))) {
            play(server, "alice:wonder@");
            assertThat(next()).isEqualTo("accepted");
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuchAndNotTriedFurther() throws Exception {
        try (var server = new ScriptedRtmpServer(List.of(NEED, CHALLENGE, FAILED))) {
            publish(server, "alice:w0nder@");
            assertThat(next())
                    .isEqualTo(
                            "The RTMP server did not let us in: the user or the password of the URL"
                                    + " is wrong.");
            assertThat(server.heard()).hasSize(3);
        }
    }

    @Test
    void aUrlWithoutUserIsToldWhatIsMissing() throws Exception {
        try (var server = new ScriptedRtmpServer(List.of(NEED))) {
            publish(server, "");
            assertThat(next())
                    .isEqualTo(
                            "The RTMP server did not let us in: it wants a login; put user:password@ before"
                                    + " the host in the URL.");
        }
    }

    /** One that is closed in the middle of it stays closed. */
    @Test
    void aClosedPublishDoesNotGoOnWithItsLogin() throws Exception {
        try (var server = new ScriptedRtmpServer(List.of(NEED, CHALLENGE))) {
            RtmpPublish publish = publish(server, "alice:wonder@");
            loop.submit(publish::close).get(5, TimeUnit.SECONDS);
            assertThat(next()).isEqualTo("The publish was ended.");
            assertThat(server.heard()).hasSizeLessThan(3);
        }
    }

    private RtmpPublish publish(ScriptedRtmpServer server, String user) throws Exception {
        RtmpUrl url = url(server, user);
        LiveStream stream = stream();
        var addresses = connector.resolve(url);
        return loop.submit(() ->
                        RtmpPublish.open(
                                connector,
                                loop,
                                url,
                                addresses,
                                stream,
                                FORM,
                                new RtmpPublish.Patience(
                                        Duration.ofSeconds(10), Duration.ofSeconds(30)),
                                new RtmpPublish.Listener() {
                                    @Override
                                    public void accepted() {
                                        told.add("accepted");
                                    }

                                    @Override
                                    public void failed(RtmpFailure failure) {
                                        told.add(failure.sentence());
                                    }

                                    @Override
                                    public void ended() {
                                        told.add("The publish was ended.");
                                    }
                                }))
                .get(5, TimeUnit.SECONDS);
    }

    private void play(ScriptedRtmpServer server, String user) throws IOException {
        RtmpUrl url = url(server, user);
        var addresses = connector.resolve(url);
        var listener =
                new RtmpPlay.Listener() {
                    @Override
                    public void started() {
                        told.add("accepted");
                    }

                    @Override
                    public void media(FlvTag tag) {}

                    @Override
                    public void ended(String reason) {
                        told.add(reason);
                    }
                };
        loop.execute(() -> RtmpPlay.open(connector, loop, url, addresses, listener));
    }

    private static RtmpUrl url(ScriptedRtmpServer server, String user) {
        return RtmpUrl.parse("rtmp://" + user + "127.0.0.1:" + server.port() + "/app/key");
    }

    private LiveStream stream() throws Streams.NameTakenException {
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nothing is encoded here");
                        },
                        Runnable::run,
                        System::nanoTime);
        return streams.open(
                StreamName.ofCall("source"),
                new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
    }

    /** App and tcUrl of the next connect that the server has heard. */
    private static List<String> connect(ScriptedRtmpServer server) throws InterruptedException {
        for (Command command = take(server); ; command = take(server)) {
            if (command.name().equals("connect")
                    && command.argument(0) instanceof AmfValue.Fields fields) {
                return List.of(
                        String.valueOf(fields.text("app")), String.valueOf(fields.text("tcUrl")));
            }
        }
    }

    private static Command take(ScriptedRtmpServer server) throws InterruptedException {
        Command command = server.heard().poll(5, TimeUnit.SECONDS);
        if (command == null) {
            throw new AssertionError("no connect came");
        }
        return command;
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(5, TimeUnit.SECONDS));
    }
}
