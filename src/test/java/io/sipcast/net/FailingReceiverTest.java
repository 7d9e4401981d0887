package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A mistake of ours that is made with every datagram: it costs a few lines, and no datagram. */
class FailingReceiverTest implements UdpSocket.Receiver {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int DATAGRAMS = 50;

    private final Logger logger = (Logger) LoggerFactory.getLogger(UdpSocket.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final AtomicInteger received = new AtomicInteger();
    private final DatagramSocket peer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    private final UdpSocket socket;

    FailingReceiverTest() throws Exception {
        InetSocketAddress unused;
        try (var found = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            unused = new InetSocketAddress(LOOPBACK, found.getLocalPort());
        }
        var options = new UdpSocket.Options(ReceiveBuffers.rtp(), 262_144, 0);
        socket = UdpSocket.open(loops, loop, unused, options, this).get(5, TimeUnit.SECONDS);
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false); // what is meant to fail need not fill the log of the tests
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        peer.close();
        loops.close();
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress source) {
        throw new IllegalStateException("mistake " + received.incrementAndGet());
    }

    @Test
    void isToldOnceAndCounted() throws Exception {
        send();
        await().until(() -> received.get() == DATAGRAMS);
        isTold();
    }

    /** What was read in one go with a bad one is not lost. */
    @Test
    void isToldOnceAndCountedWhileTheSocketRests() throws Exception {
        assumeTrue(Epoll.isAvailable() && StampedReads.available());
        loop.submit(
                        () -> {
                            socket.connect((InetSocketAddress) peer.getLocalSocketAddress());
                            socket.rest(true);
                        })
                .get(5, TimeUnit.SECONDS);
        send();
        loop.submit(socket::poll).get(5, TimeUnit.SECONDS);
        assertThat(received).hasValue(DATAGRAMS);
        isTold();
    }

    private void send() throws Exception {
        for (int i = 0; i < DATAGRAMS; i++) {
            peer.send(new DatagramPacket(new byte[40], 40, socket.localAddress()));
        }
    }

    private void isTold() throws Exception {
        assertThat(loop.submit(socket::errors).get(5, TimeUnit.SECONDS)).isEqualTo(DATAGRAMS);
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("mistake 1");

        socket.close().get(5, TimeUnit.SECONDS);

        List<String> messages =
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast())
                .startsWith("The receiver of ")
                .endsWith(
                        " failed: 49 more times, the last one: "
                                + "java.lang.IllegalStateException: mistake 50");
    }
}
