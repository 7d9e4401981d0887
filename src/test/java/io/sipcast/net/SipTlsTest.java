package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sipcast.config.Config.ClientAuth;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS between two user agents on loopback, and with peers that are not what they should be. */
@Timeout(30)
class SipTlsTest {
    private static final String NAME = "sip.example.org";

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void aRequestGoesOverTlsAndItsAnswerComesBackThatWay() {
        SipEnd server = end(TlsSettings.as("server"));
        SipEnd client = end(TlsSettings.CLIENT);
        client.send(SipEnd.options("TLS", "one"), server.named(NAME));

        SipEnd.Received one = server.next();
        assertThat(one.callId()).isEqualTo("one");
        assertThat(one.flow().peer().toString()).startsWith("tls:127.0.0.1:");
        assertThat(one.flow().local().port()).isEqualTo(server.transports().tlsPort());

        server.send(SipEnd.options("TLS", "back"), one.flow().peer(), one.flow().connection());
        assertThat(client.next().callId()).isEqualTo("back");
        assertThat(server.transports().counters().open()).isEqualTo(1);
        assertThat(client.transports().counters().open()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "127.0.0.1"})
    void withoutAnAddressBothFamiliesAreServed(String address) {
        SipEnd server = closing(new SipEnd(TlsSettings.as("server").load(), null, SipEnd.LIMITS));
        SipEnd client = closing(new SipEnd(TlsSettings.CLIENT.load(), null, SipEnd.LIMITS));
        InetAddress place = InetAddress.ofLiteral(address);
        var target = new Target(Transport.TLS, Addresses.ip(place), server.transports().tlsPort());
        client.send(SipEnd.options("TLS", "one"), target);

        SipEnd.Received one = server.next();
        assertThat(one.flow().peer().ip()).hasToString(address);
        assertThat(client.transports().towards(target).ip()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreSpoken(String version) throws Exception {
        SipEnd server = end(TlsSettings.as("server"));
        SSLContext context = SSLContext.getInstance(version);
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        int port = server.transports().tlsPort();
        var peer =
                closing((SSLSocket) context.getSocketFactory().createSocket(SipEnd.LOOPBACK, port));
        peer.setEnabledProtocols(new String[] {version});
        peer.getOutputStream().write(SipEnd.options("TLS", "one").getBytes(US_ASCII));

        assertThat(server.next().callId()).isEqualTo("one");
        assertThat(peer.getSession().getProtocol()).isEqualTo(version);
    }

    @Test
    void requestsToOneNameShareAConnectionAndThoseToAnotherDoNot() {
        SipEnd server = end(TlsSettings.as("server"));
        SipEnd client = end(TlsSettings.CLIENT);
        client.send(SipEnd.options("TLS", "one"), server.named(NAME));
        client.send(SipEnd.options("TLS", "two"), server.named(NAME));
        long first = server.next().flow().connection();
        assertThat(server.next().flow().connection()).isEqualTo(first);

        client.send(SipEnd.options("TLS", "three"), server.named("localhost"));
        assertThat(server.next().flow().connection()).isNotEqualTo(first);

        client.send("never arrives", server.named("pbx.example.net"));
        assertThat(client.obstacle()).contains("not pbx.example.net");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server       | sip.example.org",
                "server       | SIP.Example.ORG",
                "server       | 127.0.0.1", // as an address of the certificate
                "domain       | example.org", // as a sip URI of it
                "common-name  | old.example.org"
            })
    void theCertificateIsForWhomWeDialled(String certificate, String dialled) {
        SipEnd server = end(TlsSettings.as(certificate));
        end(TlsSettings.CLIENT).send(SipEnd.options("TLS", "one"), server.named(dialled));

        assertThat(server.next().callId()).isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other    | its certificate is for pbx.example.net, not sip.example.org",
                "domain   | its certificate is for example.org, not sip.example.org",
                "wildcard | its certificate is for *.example.org, not sip.example.org;"
                        + " sip.tls.wildcards would take it",
                "expired  | its certificate expired on 2020-02-01",
                "stranger | its certificate is from an unknown authority, CN=Sipcast test"
                        + " stranger-ca"
            })
    void theCertificateIsRefusedForAReason(String certificate, String reason) {
        SipEnd server = end(TlsSettings.as(certificate));
        SipEnd client = end(TlsSettings.CLIENT);
        client.send("never arrives", server.named(NAME));

        assertThat(client.obstacle()).isEqualTo(reason);
        assertThat(client.transports().counters().failedHandshakes()).isEqualTo(1);
        assertThat(client.transports().counters().open()).isZero();
        await().until(() -> server.transports().counters().failedHandshakes() == 1);
    }

    @Test
    void theSystemDoesNotTrustTheTestAuthority() {
        SipEnd server = end(TlsSettings.as("server"));
        SipEnd client = end(TlsSettings.CLIENT.trusting(null));
        client.send("never arrives", server.named(NAME));

        assertThat(client.obstacle())
                .isEqualTo("its certificate is from an unknown authority, CN=Sipcast test ca");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "expired", "stranger"})
    void anyCertificateWillDoWhereThatIsConfigured(String certificate) {
        SipEnd server = end(TlsSettings.as(certificate));
        end(TlsSettings.CLIENT.blind()).send(SipEnd.options("TLS", "one"), server.named(NAME));

        assertThat(server.next().callId()).isEqualTo("one");
    }

    @Test
    void wildcardsWillDoWhereThatIsConfigured() {
        SipEnd server = end(TlsSettings.as("wildcard"));
        SipEnd client = end(TlsSettings.CLIENT.withWildcards());
        client.send(SipEnd.options("TLS", "one"), server.named(NAME));
        assertThat(server.next().callId()).isEqualTo("one");

        client.send("never arrives", server.named("a.b.example.org"));
        assertThat(client.obstacle())
                .isEqualTo("its certificate is for *.example.org, not a.b.example.org");
    }

    @Test
    void bothSidesShowACertificateWhereTheListenerAsksForIt() {
        SipEnd server = end(TlsSettings.as("server").asking(ClientAuth.REQUIRE));
        end(TlsSettings.as("client")).send(SipEnd.options("TLS", "one"), server.named(NAME));

        assertThat(server.next().callId()).isEqualTo("one");
    }

    @Test
    void aClientWithoutACertificateIsToldThatOneIsRequired() {
        SipEnd server = end(TlsSettings.as("server").asking(ClientAuth.REQUIRE));
        SipEnd client = end(TlsSettings.CLIENT);
        client.send("never arrives", server.named(NAME));

        // The JDK's server says bad_certificate where others say certificate_required.
        assertThat(client.obstacle()).startsWith("it requires a client certificate");
        await().until(() -> server.transports().counters().failedHandshakes() == 1);
    }

    @Test
    void aClientCertificateMustBeOfATrustedAuthority() {
        SipEnd server = end(TlsSettings.as("server").asking(ClientAuth.REQUIRE));
        SipEnd client = end(TlsSettings.as("stranger"));
        client.send("never arrives", server.named(NAME));

        assertThat(client.obstacle()).startsWith("it requires a client certificate");
    }

    @ParameterizedTest
    @CsvSource({"NONE, client", "NONE, stranger", "REQUEST, client"})
    void otherwiseAClientMayShowOne(ClientAuth asked, String shown) {
        SipEnd server = end(TlsSettings.as("server").asking(asked));
        end(TlsSettings.as(shown)).send(SipEnd.options("TLS", "one"), server.named(NAME));

        assertThat(server.next().callId()).isEqualTo("one");
    }

    @Test
    void aPeerThatAnswersInPlainTextSpeaksNoTls() throws Exception {
        assertThat(
                        obstacleOf(peer -> {
                            peer.getOutputStream()
                                    .write("SIP/2.0 400 Bad\r\n\r\n".getBytes(US_ASCII));
                            peer.getInputStream().readAllBytes();
                        }))
                .isEqualTo("it speaks no TLS on that port");
    }

    @Test
    void aPeerThatClosesMaySpeakNoTls() throws Exception {
        assertThat(
                        obstacleOf(peer -> {
                            peer.getInputStream().read();
                            peer.shutdownOutput();
                            peer.getInputStream().readAllBytes();
                        }))
                .isEqualTo(
                        "it closed the connection in the TLS handshake; does it speak TLS on that"
                                + " port?");
    }

    @Test
    void aPeerThatSaysNothingIsNotWaitedForLong() throws Exception {
        assertThat(obstacleOf(peer -> peer.getInputStream().readAllBytes()))
                .isEqualTo(
                        "it did not finish the TLS handshake in time; does it speak TLS on that"
                                + " port?");
    }

    @Test
    void aRefusedConnectionIsCalledThat() throws Exception {
        int unused;
        try (var found = new ServerSocket(0, 1, SipEnd.LOOPBACK)) {
            unused = found.getLocalPort();
        }
        SipEnd client = end(TlsSettings.CLIENT);
        client.send("never arrives", SipEnd.tls(unused));

        assertThat(client.obstacle()).isEqualTo("connection refused");
    }

    @Test
    void whoDoesNotFinishTheHandshakeIsClosedAndCounted() throws Exception {
        SipEnd server = end(TlsSettings.as("server"), brief());
        Socket silent = connect(server);

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        assertThat(server.transports().counters().open()).isZero();
        assertThat(server.transports().counters().failedHandshakes()).isEqualTo(1);
    }

    @Test
    void connectionsOfOneAddressAreBounded() throws Exception {
        SipEnd server = end(TlsSettings.as("server"));
        for (int i = 0; i < SipEnd.LIMITS.perAddress(); i++) {
            connect(server);
        }
        await().until(() -> server.transports().counters().open() == SipEnd.LIMITS.perAddress());

        assertThat(connect(server).getInputStream().read()).as("closed").isEqualTo(-1);
        assertThat(server.transports().counters().refused()).isEqualTo(1);
    }

    @Test
    void withoutACertificateNobodyListens() {
        SipEnd client = end(TlsSettings.CLIENT);

        assertThat(client.transports().tlsPort()).as("what peers are told").isEqualTo(5061);
        assertThat(client.transports().towards(SipEnd.tls(5061)).port()).isEqualTo(5061);
    }

    private static SipConnections.Limits brief() {
        SipConnections.Limits usual = SipEnd.LIMITS;
        return new SipConnections.Limits(
                usual.connections(),
                usual.perAddress(),
                usual.connect(),
                Duration.ofMillis(300),
                usual.idle(),
                usual.idleOurs(),
                usual.silent(),
                usual.ping(),
                usual.pong());
    }

    /** What a peer does with one connection. */
    private interface Script {
        void run(Socket peer) throws IOException;
    }

    /** What keeps us from sending to somebody who does this. */
    private String obstacleOf(Script script) throws IOException {
        ServerSocket peer = closing(new ServerSocket(0, 5, SipEnd.LOOPBACK));
        Thread.ofVirtual()
                .start(() -> {
                    try (Socket accepted = peer.accept()) {
                        script.run(accepted);
                    } catch (IOException _) {
                        // the test is over
                    }
                });
        SipEnd client = end(TlsSettings.CLIENT, brief());
        Target target = SipEnd.tls(peer.getLocalPort()).foundBy(NAME);
        client.send("never arrives", target);
        return client.obstacle();
    }

    private Socket connect(SipEnd server) throws IOException {
        Socket socket = closing(new Socket(SipEnd.LOOPBACK, server.transports().tlsPort()));
        socket.setSoTimeout(8000);
        return socket;
    }

    private SipEnd end(TlsSettings settings) {
        return end(settings, SipEnd.LIMITS);
    }

    private SipEnd end(TlsSettings settings, SipConnections.Limits limits) {
        return closing(new SipEnd(settings.load(), SipEnd.LOOPBACK, limits));
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.addFirst(closeable);
        return closeable;
    }
}
