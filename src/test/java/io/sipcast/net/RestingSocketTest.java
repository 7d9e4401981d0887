package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket whose datagrams wait until they are asked for. */
@Timeout(60)
class RestingSocketTest implements UdpSocket.Receiver {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long UNREAD = Long.MIN_VALUE;

    /** What has waited for a second has no time: the wall clock may have been put right. */
    private static final long OLD_NANOS = 900_000_000;

    private record Datagram(int number, int length, InetSocketAddress from, long atNanos) {}

    private final Loops loops = new Loops(1);
    private final EventLoop loop = loops.next();
    private final List<Datagram> received = new ArrayList<>(); // on the loop
    private DatagramSocket peer;
    private UdpSocket socket;

    RestingSocketTest() throws Exception {
        peer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        InetSocketAddress unused;
        try (var found = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            unused = new InetSocketAddress(LOOPBACK, found.getLocalPort());
        }
        var options = new UdpSocket.Options(ReceiveBuffers.rtp(), 262_144, 0);
        socket = UdpSocket.open(loops, loop, unused, options, this).get(5, TimeUnit.SECONDS);
    }

    @BeforeEach
    void onlyWhereThereAreTimes() {
        assumeTrue(Epoll.isAvailable() && StampedReads.available());
    }

    @AfterEach
    void stop() {
        peer.close();
        loops.close();
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress from) {
        received(datagram, from, UNREAD);
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress from, long atNanos) {
        received.add(new Datagram(datagram.getInt(0), datagram.remaining(), from, atNanos));
    }

    @Test
    void whatWaitsHasTheTimeAtWhichItCame() throws Exception {
        onLoop(() -> socket.connect(addressOfPeer()));
        onLoop(() -> socket.rest(true));
        long[] before = new long[30];
        long[] after = new long[30];
        do {
            onLoop(received::clear);
            for (int i = 0; i < 30; i++) {
                before[i] = System.nanoTime();
                send(i, 172);
                after[i] = System.nanoTime();
                Thread.sleep(5); // or they would have come at one time
            }
            onLoop(() -> {}); // a turn of the loop reads nothing
            assertThat(received).isEmpty();

            onLoop(socket::poll);

            assertThat(received).hasSize(30);
        } while (System.nanoTime() - before[0] > OLD_NANOS);
        int close = 0;
        for (int i = 0; i < 30; i++) {
            Datagram one = received.get(i);
            assertThat(one.number()).isEqualTo(i);
            assertThat(one.length()).isEqualTo(172);
            assertThat(one.from()).isEqualTo(addressOfPeer());
            boolean within =
                    one.atNanos() >= before[i] - 1_000_000 && one.atNanos() <= after[i] + 1_000_000;
            close += within ? 1 : 0;
        }
        assertThat(close).as("placed within a millisecond").isGreaterThan(25);
    }

    @Test
    void whatWaitsWhenTheRestIsOverComesFirst() throws Exception {
        onLoop(() -> socket.connect(addressOfPeer()));
        onLoop(() -> socket.rest(true));
        for (int i = 0; i < 10; i++) {
            send(i, 40);
        }
        onLoop(() -> socket.rest(false));
        send(10, 40);
        await(11);

        assertThat(received)
                .extracting(Datagram::number)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(received.getLast().atNanos()).isEqualTo(UNREAD); // it has woken the loop up
    }

    @Test
    void whoIsNotConnectedDoesNotRest() throws Exception {
        onLoop(() -> socket.rest(true));
        send(1, 40);
        await(1);

        onLoop(() -> socket.connect(addressOfPeer()));
        onLoop(() -> socket.rest(true));
        onLoop(() -> socket.connect(null)); // which ends it
        send(2, 40);
        await(2);
    }

    @Test
    void aPeerThatIsGoneEndsNothing() throws Exception {
        InetSocketAddress gone = addressOfPeer();
        onLoop(() -> socket.connect(gone));
        onLoop(() -> socket.rest(true));
        peer.close();
        for (int i = 0; i < 3; i++) {
            onLoop(() -> socket.send(ByteBuffer.allocate(20), gone));
            onLoop(socket::poll);
        }
        peer = new DatagramSocket(gone);
        send(7, 40);
        onLoop(socket::poll);

        assertThat(received).extracting(Datagram::number).containsExactly(7);
        assertThat(socket.errors()).isPositive();
    }

    @Test
    void anErrorHidesNothingThatWaitsBehindIt() throws Exception {
        InetSocketAddress there = addressOfPeer();
        onLoop(() -> socket.connect(there));
        onLoop(() -> socket.rest(true));
        peer.close();
        onLoop(() -> socket.send(ByteBuffer.allocate(20), there)); // ICMP: port unreachable
        peer = new DatagramSocket(there);
        send(1, 40);
        send(2, 40);
        onLoop(socket::poll);

        assertThat(received).extracting(Datagram::number).containsExactly(1, 2);
        assertThat(socket.errors()).isEqualTo(1);
    }

    @Test
    void whatIsSentArrivesAsItIs() throws Exception {
        onLoop(() -> socket.connect(addressOfPeer()));
        int[] lengths = {0, 1, 12, 172, 1_400, 2_048, 2_049, 9_000, 172};
        for (int length : lengths) {
            ByteBuffer bytes = random(length, 3);
            ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes.duplicate()).flip();
            for (ByteBuffer one : List.of(bytes, bytes.asReadOnlyBuffer(), direct)) {
                onLoop(() -> socket.send(one, addressOfPeer()));
                assertThat(one).isEqualTo(bytes); // nothing of it is taken
            }
        }
        peer.setSoTimeout(5_000);
        for (int length : lengths) {
            for (int i = 0; i < 3; i++) {
                var packet = new DatagramPacket(new byte[10_000], 10_000);
                peer.receive(packet);
                assertThat(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()))
                        .isEqualTo(random(length, 3));
                assertThat(packet.getSocketAddress()).isEqualTo(socket.localAddress());
            }
        }
    }

    @Test
    void whoIsClosedSendsNothing() throws Exception {
        onLoop(() -> socket.connect(addressOfPeer()));
        socket.close().get(5, TimeUnit.SECONDS);
        onLoop(() -> socket.send(random(20, 0), addressOfPeer()));
        peer.setSoTimeout(50);

        assertThatThrownBy(() -> peer.receive(new DatagramPacket(new byte[100], 100)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** With bytes before it that are no part of it. */
    private static ByteBuffer random(int length, int before) {
        byte[] bytes = new byte[before + length];
        new Random(length).nextBytes(bytes);
        return ByteBuffer.wrap(bytes, before, length);
    }

    /** The next socket that is opened mostly has the descriptor of the one that was closed. */
    @Test
    void takesNothingFromOthersOnceItIsClosed() throws Exception {
        onLoop(() -> socket.connect(addressOfPeer()));
        onLoop(() -> socket.rest(true));
        socket.close().get(5, TimeUnit.SECONDS);
        try (var other = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            other.setSoTimeout(5000);
            peer.send(new DatagramPacket(new byte[40], 40, other.getLocalSocketAddress()));
            onLoop(socket::poll);

            other.receive(new DatagramPacket(new byte[40], 40));
        }
        assertThat(received).isEmpty();
    }

    private InetSocketAddress addressOfPeer() {
        return new InetSocketAddress(LOOPBACK, peer.getLocalPort());
    }

    private void send(int number, int length) throws Exception {
        byte[] bytes = ByteBuffer.allocate(length).putInt(number).array();
        peer.send(new DatagramPacket(bytes, length, socket.localAddress()));
    }

    private void await(int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (loop.submit(received::size).get() < count) {
            assertThat(System.nanoTime() - end).as("waited for " + count).isNegative();
        }
    }

    private void onLoop(Runnable task) throws Exception {
        loop.submit(task).get(5, TimeUnit.SECONDS);
    }
}
