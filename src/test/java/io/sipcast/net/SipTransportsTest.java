package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipTransportsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SipTls TLS = SipTls.standard();
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private record Received(Incoming incoming, Flow flow) {
        String callId() {
            return incoming instanceof Incoming.Message(SipRequest request)
                    ? request.callId()
                    : incoming.toString();
        }
    }

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notSent = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Loops loops = new Loops(1);
    private SipTransports transports = open(LOOPBACK);

    @BeforeEach
    void closeTransportsFirst() {
        toClose.addFirst(() -> transports.close());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
        loops.close();
    }

    @Test
    void aDatagramComesWithItsFlowAndIsAnsweredThere() throws Exception {
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        peer.setSoTimeout(5000);
        sendTo(peer, message("UDP", "one"));

        Received one = next();
        assertThat(one.callId()).isEqualTo("one");
        assertThat(one.flow().peer()).hasToString("udp:127.0.0.1:" + peer.getLocalPort());
        assertThat(one.flow().local()).hasToString("127.0.0.1:" + transports.port());

        send("answer", one.flow().peer(), one.flow().connection());
        var answer = new DatagramPacket(new byte[100], 100);
        peer.receive(answer);
        assertThat(new String(answer.getData(), 0, answer.getLength(), US_ASCII))
                .isEqualTo("answer");
        assertThat(answer.getPort()).isEqualTo(transports.port());
    }

    @Test
    void whatComesBeforeItBeginsWaits() throws Exception {
        transports.close();
        transports = bind(LOOPBACK);
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        Socket connected = closing(new Socket(LOOPBACK, transports.port()));
        sendTo(peer, message("UDP", "datagram"));
        connected.getOutputStream().write(message("TCP", "stream").getBytes(US_ASCII));
        await().during(Duration.ofMillis(100)).until(received::isEmpty);

        transports.begin();
        assertThat(List.of(next().callId(), next().callId()))
                .containsExactlyInAnyOrder("datagram", "stream");
    }

    @Test
    void rubbishIsCountedAndKeepAlivesAreNot() throws Exception {
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        sendTo(peer, "\r\n\r\n");
        sendTo(peer, "\0\0\0\0");
        sendTo(peer, "rubbish");
        sendTo(peer, message("UDP", "good"));

        assertThat(next().incoming()).isInstanceOf(Incoming.Malformed.class);
        assertThat(next().callId()).isEqualTo("good");
        assertThat(transports.malformed()).isEqualTo(1);
    }

    @Test
    void oneConnectionCarriesManyMessagesAndTheirAnswers() throws Exception {
        Socket peer = closing(new Socket(LOOPBACK, transports.port()));
        String three = message("TCP", "a") + "\r\n\r\n" + message("TCP", "b") + message("TCP", "c");
        for (byte b : three.getBytes(US_ASCII)) { // in the smallest pieces
            peer.getOutputStream().write(b);
        }
        Received first = next();
        assertThat(List.of(first.callId(), next().callId(), next().callId()))
                .containsExactly("a", "b", "c");
        assertThat(new String(peer.getInputStream().readNBytes(2), US_ASCII))
                .as("the answer to the ping")
                .isEqualTo("\r\n");

        send("answer", first.flow().peer(), first.flow().connection());
        assertThat(new String(peer.getInputStream().readNBytes(6), US_ASCII)).isEqualTo("answer");
    }

    @Test
    void requestsToOneTargetShareAConnection() throws Exception {
        ServerSocket server = closing(new ServerSocket(0, 5, LOOPBACK));
        Target target = tcp(server.getLocalPort());
        send("one ", target, 0);
        send("two ", target, 0);
        Socket accepted = closing(server.accept());
        assertThat(new String(accepted.getInputStream().readNBytes(8), US_ASCII))
                .isEqualTo("one two ");

        send("three", target, 0);
        assertThat(new String(accepted.getInputStream().readNBytes(5), US_ASCII))
                .isEqualTo("three");
        assertThat(transports.counters().open()).isEqualTo(1);

        accepted.getOutputStream().write(message("TCP", "back").getBytes(US_ASCII));
        assertThat(next().flow().peer()).isEqualTo(target);
    }

    @Test
    void aClosedConnectionIsReplaced() throws Exception {
        ServerSocket server = closing(new ServerSocket(0, 5, LOOPBACK));
        Target target = tcp(server.getLocalPort());
        send("one", target, 0);
        Socket first = server.accept();
        first.getInputStream().readNBytes(3);
        first.close();
        until(() -> transports.counters().open() == 0);

        send("two", target, 0);
        Socket second = closing(server.accept());
        assertThat(new String(second.getInputStream().readNBytes(3), US_ASCII)).isEqualTo("two");
    }

    @Test
    void aRefusedConnectionIsTold() throws Exception {
        int unused;
        try (var found = new ServerSocket(0, 1, LOOPBACK)) {
            unused = found.getLocalPort();
        }
        send("one", tcp(unused), 0);

        assertThat(notSent.poll(5, TimeUnit.SECONDS)).isEqualTo("one");
        until(() -> transports.counters().open() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS sip:us SIP/2.0\r\nContent-Length: 99999999\r\n\r\n"
            })
    void aStreamThatCannotBeCutIsClosed(String rubbish) throws Exception {
        Socket peer = closing(new Socket(LOOPBACK, transports.port()));
        peer.setSoTimeout(5000);
        peer.getOutputStream().write(rubbish.getBytes(US_ASCII));

        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        Socket other = closing(new Socket(LOOPBACK, transports.port()));
        other.getOutputStream().write(message("TCP", "other").getBytes(US_ASCII));
        assertThat(next().callId()).isEqualTo("other");
    }

    @Test
    void connectionsOfOneAddressAreBounded() throws Exception {
        reopen(limits(2, MINUTE));
        closing(new Socket(LOOPBACK, transports.port()));
        closing(new Socket(LOOPBACK, transports.port()));
        Socket third = closing(new Socket(LOOPBACK, transports.port()));
        third.setSoTimeout(5000);

        assertThat(third.getInputStream().read()).as("closed").isEqualTo(-1);
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        reopen(limits(5, Duration.ZERO));
        Socket silent = closing(new Socket(LOOPBACK, transports.port()));
        silent.setSoTimeout(5000);
        until(() -> transports.counters().open() == 1);
        transports.sweep();

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void withoutAnAddressBothFamiliesAreHeard() throws Exception {
        transports.close();
        transports = open(null);
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        sendTo(peer, message("UDP", "four"));
        Received four = next();
        assertThat(four.flow().peer().ip()).hasToString("127.0.0.1");
        assertThat(four.flow().local().ip()).hasToString("127.0.0.1");

        InetAddress six = InetAddress.ofLiteral("::1");
        try (DatagramSocket sixPeer = new DatagramSocket(0, six)) {
            byte[] bytes = message("UDP", "six").getBytes(US_ASCII);
            sixPeer.send(
                    new DatagramPacket(
                            bytes, bytes.length, new InetSocketAddress(six, transports.port())));
            Received received6 = next();
            assertThat(received6.flow().peer().ip()).hasToString("::1");
            assertThat(received6.flow().local().ip()).hasToString("::1");
        }
    }

    @Test
    void aBusyPortIsNamedWithItsKey() {
        assertThatExceptionOfType(BindFailedException.class)
                .isThrownBy(() ->
                        SipTransports.open(
                                loops,
                                listening(LOOPBACK, transports.port()),
                                new LocalAddresses(null),
                                (_, _, _) -> {}))
                .withMessage(
                        "sip.port: cannot listen on UDP port %d of 127.0.0.1: another program uses it"
                                .formatted(transports.port()));
    }

    private SipTransports open(@Nullable InetAddress address) {
        SipTransports opened = bind(address);
        opened.begin();
        return opened;
    }

    private SipTransports bind(@Nullable InetAddress address) {
        try {
            return SipTransports.open(
                    loops, listening(address, 0), new LocalAddresses(null), this::take);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void reopen(SipConnections.Limits limits) throws Exception {
        transports.close();
        transports =
                SipTransports.open(
                        loops,
                        listening(LOOPBACK, 0),
                        new LocalAddresses(null),
                        limits,
                        this::take);
        transports.begin();
    }

    private static SipConnections.Limits limits(int perAddress, Duration silent) {
        Duration second = Duration.ofSeconds(1);
        return new SipConnections.Limits(
                10, perAddress, second, second, MINUTE, MINUTE, silent, MINUTE, MINUTE);
    }

    private static SipTransports.Listening listening(@Nullable InetAddress address, int port) {
        return new SipTransports.Listening(address, port, TLS);
    }

    private void take(Incoming incoming, Flow flow, long nowNanos) {
        received.add(new Received(incoming, flow));
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(5, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing received");
        }
        return next;
    }

    private void send(String text, Target target, long connection) {
        loops.sip()
                .execute(() ->
                        transports.send(
                                text.getBytes(US_ASCII),
                                target,
                                connection,
                                _ -> notSent.add(text)));
    }

    private void sendTo(DatagramSocket peer, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        peer.send(
                new DatagramPacket(
                        bytes, bytes.length, new InetSocketAddress(LOOPBACK, transports.port())));
    }

    private static String message(String transport, String callId) {
        return """
        OPTIONS sip:us SIP/2.0\r
        Via: SIP/2.0/%s peer;branch=z9hG4bK%s\r
        From: <sip:a@b>;tag=1\r
        To: <sip:us>\r
        Call-ID: %s\r
        CSeq: 1 OPTIONS\r
        Max-Forwards: 70\r
        Content-Length: 0\r
        \r
        """
                .formatted(transport, callId, callId);
    }

    private static Target tcp(int port) {
        return new Target(Transport.TCP, Addresses.ip(LOOPBACK), port);
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(5, TimeUnit.SECONDS).until(condition::getAsBoolean);
    }
}
