package io.sipcast.net;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sipcast.ingest.WireServer;
import io.sipcast.ingest.WireServer.Greeting;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.peer.BadRoad;
import io.sipcast.peer.TestCertificates;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.SendProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be wrong with TLS before RTMP begins, and what the system tells of bytes that wait. */
@Timeout(30)
class RtmpOverTlsFailuresTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private final CompletableFuture<RtmpFailure> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private Loops loops = new Loops(1);
    private LiveStream stream;

    @BeforeEach
    void openAStream() throws Exception {
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nothing is encoded here");
                        },
                        Runnable::run,
                        System::nanoTime);
        EventLoop loop = loops.next();
        stream =
                streams.open(
                        StreamName.ofCall("source"),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        loop.submit(
                        () -> {
                            stream.add(picture(0, true));
                            stream.add(sound(0));
                        })
                .get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "expired, tls_expired, its certificate expired on 2020-02-01",
        "other, tls_wrong_name, 'its certificate is for pbx.example.net, not 127.0.0.1'",
        "stranger, tls_untrusted, 'its certificate is from an unknown authority, CN=Sipcast test stranger-ca'"
    })
    void aCertificateThatIsNotTaken(String certificate, String label, String words)
            throws Exception {
        try (ServerSocket server = tlsServer(certificate)) {
            publish("rtmps", server.getLocalPort());
            RtmpFailure told = failure.get(10, TimeUnit.SECONDS);
            assertThat(told.label()).isEqualTo(label);
            assertThat(told.sentence())
                    .isEqualTo(
                            "The RTMP server 127.0.0.1:%d cannot be reached over TLS: %s."
                                    .formatted(server.getLocalPort(), words));
            assertThat(told.permanent()).as("it may be renewed").isFalse();
        }
    }

    @Test
    void oneThatIsTakenLeadsToRtmp() throws Exception {
        try (ServerSocket server = tlsServer("server")) {
            publish("rtmps", server.getLocalPort());
            assertThat(failure.get(10, TimeUnit.SECONDS).label()).isEqualTo("handshake_stall");
        }
    }

    @Test
    void aServerThatSpeaksNoTls() throws Exception {
        try (WireServer server = WireServer.greeting(Greeting.GARBAGE)) {
            publish("rtmps", server.port());
            RtmpFailure told = failure.get(10, TimeUnit.SECONDS);
            assertThat(told.label()).isEqualTo("tls_other");
            assertThat(told.sentence()).contains("cannot be reached over TLS: ");
        }
    }

    @Test
    void aServerThatIsSilentInsteadOfTls() throws Exception {
        try (WireServer server = WireServer.greeting(Greeting.SILENCE)) {
            publish("rtmps", server.port());
            assertThat(failure.get(10, TimeUnit.SECONDS).label()).isEqualTo("tls_silent");
        }
    }

    @Test
    void aServerThatHangsUpInTls() throws Exception {
        try (var server = new ServerSocket(0, 5, LOOPBACK)) {
            serve(server, Socket::close);
            publish("rtmps", server.getLocalPort());
            assertThat(failure.get(10, TimeUnit.SECONDS).label())
                    .isIn("tls_other", "hung_up"); // by what the system tells first
        }
    }

    /** With Linux it is known whose fault it is, elsewhere only that it does not leave. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitsIsSeenWithEitherTransport(boolean epoll) throws Exception {
        loops.close();
        loops = new Loops(1, epoll && loops.epoll());
        openAStream();
        try (WireServer server = WireServer.greeting(Greeting.PROPER);
                BadRoad road = BadRoad.to(server.port())) {
            RtmpPublish publish = publish("rtmp", road.port());
            accepted.get(10, TimeUnit.SECONDS);
            await().until(() -> progress(publish).waiting() == SendProgress.Waiting.NOTHING);
            long gone = progress(publish).goneBytes();
            assertThat(gone).isGreaterThan(3_000);

            road.weather(BadRoad.Weather.STALL);
            EventLoop loop = loops.next();
            loop.submit(
                            () -> {
                                for (int at = 40; at < 2_000; at += 40) {
                                    stream.add(picture(at, false, 150_000));
                                    stream.add(sound(at));
                                }
                            })
                    .get(5, TimeUnit.SECONDS);
            SendProgress.Waiting expected =
                    loops.epoll()
                            ? SendProgress.Waiting.FOR_READER
                            : SendProgress.Waiting.FOR_NETWORK;
            await().until(() -> progress(publish).waiting() == expected);
            loop.submit(publish::abort).get(5, TimeUnit.SECONDS);
        }
    }

    private SendProgress progress(RtmpPublish publish) throws Exception {
        SendProgress now = loops.next().submit(publish::progress).get(5, TimeUnit.SECONDS);
        assertThat(now).isNotNull();
        return now;
    }

    private RtmpPublish publish(String scheme, int port) throws Exception {
        RtmpClientTls trusting =
                RtmpClientTls.load(Optional.of(TestCertificates.certificate("ca")));
        var connector =
                new RtmpConnector(
                        loops,
                        new TargetPolicy(List.of()),
                        task -> Thread.ofVirtual().start(task),
                        () -> new Random(1),
                        trusting);
        RtmpUrl url = RtmpUrl.parse(scheme + "://127.0.0.1:" + port + "/live", "key");
        return RtmpPublish.open(
                connector,
                loops.next(),
                url,
                connector.resolve(url),
                stream,
                FORM,
                new RtmpPublish.Patience(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                new RtmpPublish.Listener() {
                    @Override
                    public void accepted() {
                        accepted.complete(null);
                    }

                    @Override
                    public void failed(RtmpFailure why) {
                        failure.complete(why);
                    }

                    @Override
                    public void ended() {}
                });
    }

    /** Shakes hands over TLS and says nothing then. */
    private static ServerSocket tlsServer(String certificate) throws Exception {
        SslContext context =
                SslContextBuilder.forServer(
                                TestCertificates.certificate(certificate).toFile(),
                                TestCertificates.key(certificate).toFile())
                        .sslProvider(SslProvider.JDK)
                        .build();
        ServerSocket server =
                ((JdkSslContext) context)
                        .context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 5, LOOPBACK);
        serve(
                server,
                socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
        return server;
    }

    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    private static void serve(ServerSocket server, Service service) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!server.isClosed()) {
                                try (Socket socket = server.accept()) {
                                    service.serve(socket);
                                } catch (IOException _) {
                                    // closed, or TLS did not come about
                                }
                            }
                        });
    }
}
