package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A media loop with so much to do that it sleeps between its looks. */
class PacedLoopTest {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private static final int DATAGRAMS = 200;

    /** Written by the loop, which is asked nothing: that would wake it. */
    private final AtomicInteger ticks = new AtomicInteger();

    /** Reckoned in ticks, as a machine may stand still for as long as it likes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatagramIsReadBetweenTicksThatAreAlwaysDue(boolean nativeTransport) throws Exception {
        BlockingQueue<Integer> readAt = new LinkedBlockingQueue<>();
        try (var loops = nativeTransport ? new Loops(1) : new Loops(1, false);
                var sender = new DatagramSocket(LOOPBACK)) {
            EventLoop loop = loops.next();
            UdpSocket socket = open(loops, loop, readAt);
            for (int slot = 0; slot < 5; slot++) {
                var _ =
                        loop.scheduleAtFixedRate(
                                ticks::incrementAndGet, slot, 5, TimeUnit.MILLISECONDS);
            }
            for (int i = 0; i < DATAGRAMS; i++) {
                int sentAt = ticks.get();
                sender.send(new DatagramPacket(new byte[40], 40, socket.localAddress()));
                Integer at = readAt.poll(5, TimeUnit.SECONDS);

                assertThat(at).as("datagram %d is read", i).isNotNull();
                assertThat(at - sentAt).as("ticks that datagram %d waits for", i).isLessThan(60);
            }
        }
    }

    private UdpSocket open(Loops loops, EventLoop loop, BlockingQueue<Integer> readAt)
            throws Exception {
        return UdpSocket.open(
                        loops,
                        loop,
                        LOOPBACK,
                        new UdpSocket.Options(ReceiveBuffers.rtp(), 0, 0),
                        new UdpSocket.Receiver() {
                            @Override
                            public void received(ByteBuffer datagram, InetSocketAddress source) {
                                readAt.add(ticks.get());
                            }
                        })
                .get(5, TimeUnit.SECONDS);
    }
}
