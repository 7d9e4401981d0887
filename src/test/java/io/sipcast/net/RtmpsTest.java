package io.sipcast.net;

import static io.sipcast.net.TestUnits.picture;
import static io.sipcast.net.TestUnits.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.peer.TestCertificates;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing over TLS: through a terminator of the JDK's into our own server. */
class RtmpsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> names = new LinkedBlockingQueue<>();
    private final Loops loops = new Loops(2);
    private final EventLoop loop = loops.next();
    private final Streams there = streams();
    private final RtmpServer server;

    RtmpsTest() throws IOException {
        server = new RtmpServer(loops, LOOPBACK, 0, there, FORM, () -> new Random(2));
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void mediaGoThroughAndTheHostIsNamed() throws Exception {
        try (ServerSocket tls = terminator("server")) {
            publish("sip.example.org", tls.getLocalPort(), "ca");
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("accepted");
            assertThat(names.poll(5, TimeUnit.SECONDS)).isEqualTo("sip.example.org");
            LiveStream arrived = there.find(StreamName.ofCall("key")).orElseThrow();
            org.awaitility.Awaitility.await().until(() -> arrived.pictureFormat() != null);
        }
    }

    /** RFC 9525 allows what RFC 5922 forbids. */
    @Test
    void aWildcardStandsForTheFirstLabel() throws Exception {
        try (ServerSocket tls = terminator("wildcard")) {
            publish("ingest.example.org", tls.getLocalPort(), "ca");
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("accepted");
        }
    }

    /** An address is no name: nothing is said, and the certificate must have the address. */
    @Test
    void anAddressIsCheckedAsSuch() throws Exception {
        try (ServerSocket tls = terminator("server")) {
            publish("127.0.0.1", tls.getLocalPort(), "ca");
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("accepted");
            assertThat(names.poll(5, TimeUnit.SECONDS)).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "other, ca, 'its certificate is for pbx.example.net, not localhost.'",
        "wildcard, ca, 'its certificate is for *.example.org, not localhost.'",
        "domain, ca, 'its certificate is for host.example.org, not localhost.'",
        "common-name, ca, 'its certificate is for nobody, not localhost.'",
        "expired, ca, 'its certificate expired on 2020-02-01.'",
        "stranger, ca, 'its certificate is from an unknown authority, CN=Sipcast test"
                + " stranger-ca.'",
        "server, , 'its certificate is from an unknown authority, CN=Sipcast test ca.'",
    })
    void aCertificateThatIsNotTheHostsIsRefusedInWords(
            String certificate, @Nullable String ca, String words) throws Exception {
        try (ServerSocket tls = terminator(certificate)) {
            publish("localhost", tls.getLocalPort(), ca);
            assertThat(told.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(
                            "The RTMP server localhost:%d cannot be reached over TLS: %s"
                                    .formatted(tls.getLocalPort(), words));
            assertThat(server.counters().publishers()).isZero();
        }
    }

    @Test
    void aServerWithoutTlsIsNoMystery() throws Exception {
        int port = server.address().getPort();
        publish("localhost", port, "ca");
        assertThat(told.poll(10, TimeUnit.SECONDS))
                .startsWith(
                        "The RTMP server localhost:%d cannot be reached over TLS: it "
                                .formatted(port))
                .contains("TLS");
    }

    @Test
    void anIpv6LiteralIsConnectedTo() throws Exception {
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            Thread.ofVirtual().start(() -> relay(listener));
            RtmpUrl url = RtmpUrl.parse("rtmp://[::1]:" + listener.getLocalPort() + "/live/key");
            publish(url, connector(null));
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("accepted");
        }
    }

    private void publish(String host, int port, @Nullable String ca) throws Exception {
        publish(RtmpUrl.parse("rtmps://" + host + ":" + port + "/live/key"), connector(ca));
    }

    private void publish(RtmpUrl url, RtmpConnector connector) throws Exception {
        LiveStream stream =
                streams()
                        .open(
                                StreamName.ofCall("source"),
                                new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        List<InetSocketAddress> addresses =
                List.of(
                        new InetSocketAddress(
                                url.host().equals("::1") ? InetAddress.ofLiteral("::1") : LOOPBACK,
                                url.port()));
        loop.submit(
                        () -> {
                            stream.add(picture(0, true));
                            stream.add(sound(0));
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
                                    });
                        })
                .get(5, TimeUnit.SECONDS);
    }

    private RtmpConnector connector(@Nullable String ca) throws IOException {
        return new RtmpConnector(
                loops,
                new TargetPolicy(List.of()),
                task -> Thread.ofVirtual().start(task),
                () -> new Random(1),
                RtmpClientTls.load(Optional.ofNullable(ca).map(TestCertificates::certificate)));
    }

    private static Streams streams() {
        return new Streams(
                (_, _) -> {
                    throw new IllegalStateException("nothing is encoded here");
                },
                Runnable::run,
                System::nanoTime);
    }

    /** Listens with this certificate and hands the bytes on to the server. */
    private ServerSocket terminator(String certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        X509Certificate own;
        try (InputStream in =
                new FileInputStream(TestCertificates.certificate(certificate).toFile())) {
            own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        var key = new PemFile("key", TestCertificates.key(certificate)).privateKey(own);
        store.setKeyEntry("own", key, new char[0], new Certificate[] {own});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var listener =
                (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 10, LOOPBACK);
        Thread.ofVirtual().start(() -> relay(listener));
        return listener;
    }

    private void relay(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept();
                    Socket inside = new Socket(LOOPBACK, server.address().getPort())) {
                if (client instanceof SSLSocket tls) {
                    tls.startHandshake();
                    var session = (ExtendedSSLSession) tls.getSession();
                    List<SNIServerName> asked = session.getRequestedServerNames();
                    names.add(
                            asked.isEmpty()
                                    ? "none"
                                    : new String(
                                            asked.getFirst().getEncoded(),
                                            java.nio.charset.StandardCharsets.US_ASCII));
                }
                Thread back = Thread.ofVirtual().start(() -> pipe(inside, client));
                pipe(client, inside);
                back.join();
            } catch (IOException | InterruptedException _) {
                // a client that will have none of our certificate, or the end of the test
            }
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException _) {
            // it has ended
        }
    }
}
