package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "epoll {0}")
@ValueSource(booleans = {true, false})
class UdpSocketTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Loops loops;

    UdpSocketTest(boolean epoll) {
        loops = new Loops(1, epoll && Epoll.isAvailable());
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void receivesFromAnyoneThenOnlyFromWhomItIsConnectedTo() throws Exception {
        UdpSocket socket = open();
        InetSocketAddress here = socket.localAddress();
        try (var friend = peer();
                var stranger = peer()) {
            send(friend, here, "one");
            assertThat(next()).isEqualTo("one from " + friend.getLocalPort());
            send(stranger, here, "two");
            assertThat(next()).isEqualTo("two from " + stranger.getLocalPort());

            onLoop(() -> socket.connect(addressOf(friend)));
            send(stranger, here, "unheard");
            send(friend, here, "three");
            assertThat(next()).isEqualTo("three from " + friend.getLocalPort());

            onLoop(() -> socket.connect(null));
            send(stranger, here, "four");
            assertThat(next()).isEqualTo("four from " + stranger.getLocalPort());
        }
    }

    /** Else a stranger could slip in packets just before the connection. */
    @Test
    void whatWaitsWhenItConnectsIsNotTakenForThePeers() throws Exception {
        UdpSocket socket = open();
        InetSocketAddress here = socket.localAddress();
        try (var friend = peer();
                var stranger = peer()) {
            onLoop(() -> { // while the loop is here nothing is read
                send(stranger, here, "injected");
                send(friend, here, "waiting");
                socket.connect(addressOf(friend));
                send(stranger, here, "refused");
                send(friend, here, "connected");
            });
            if (loops.epoll()) { // NIO throws away what waits
                assertThat(next()).isEqualTo("injected from " + stranger.getLocalPort());
                assertThat(next()).isEqualTo("waiting from " + friend.getLocalPort());
            }
            assertThat(next()).isEqualTo("connected from " + friend.getLocalPort());
        }
    }

    @Test
    void manyDatagramsWaitingAtOnceAreAllReadInOrder() throws Exception {
        UdpSocket socket = open();
        try (var peer = peer()) {
            onLoop(() -> { // while the loop is here nothing is read
                for (int i = 0; i < 100; i++) {
                    send(peer, socket.localAddress(), "packet " + i);
                }
            });
            for (int i = 0; i < 100; i++) {
                assertThat(next()).startsWith("packet " + i + " ");
            }
        }
    }

    /** In one turn of reading, at the end of which it flushes. */
    @Test
    void sendsInOrderWhenItConnectsMeanwhile() throws Exception {
        var itself = new CompletableFuture<UdpSocket>();
        UdpSocket.Receiver answering =
                (_, source) -> {
                    itself.join().send(ascii("first"), source);
                    itself.join().connect(source);
                    itself.join().send(ascii("second"), source);
                };
        itself.complete(open(answering));
        try (var peer = peer()) {
            send(peer, itself.join().localAddress(), "hello");

            assertThat(receive(peer)).isEqualTo("first");
            assertThat(receive(peer)).isEqualTo("second");
        }
    }

    @Test
    void sendsConnectedOrNot() throws Exception {
        UdpSocket socket = open();
        try (var peer = peer()) {
            onLoop(() -> socket.send(ascii("unconnected"), addressOf(peer)));
            assertThat(receive(peer)).isEqualTo("unconnected");

            onLoop(() -> socket.connect(addressOf(peer)));
            onLoop(() -> socket.send(ascii("connected"), addressOf(peer)));
            assertThat(receive(peer)).isEqualTo("connected");
        }
    }

    @Test
    void aPeerThatIsGoneIsCountedAndNothingElse() throws Exception {
        UdpSocket socket = open();
        InetSocketAddress gone;
        try (var peer = peer()) {
            gone = addressOf(peer);
        }
        onLoop(() -> socket.connect(gone));
        for (int i = 0; i < 3; i++) {
            onLoop(() -> socket.send(ascii("anybody?"), gone));
        }
        onLoop(() -> socket.connect(null));
        try (var peer = peer()) {
            send(peer, socket.localAddress(), "still open");
            assertThat(next()).startsWith("still open");
        }
    }

    private UdpSocket open() throws Exception {
        return open((datagram, source) ->
                received.add(US_ASCII.decode(datagram) + " from " + source.getPort()));
    }

    private UdpSocket open(UdpSocket.Receiver receiver) throws Exception {
        EventLoop loop = loops.next();
        InetSocketAddress unused; // with a port that was chosen for it a socket can't disconnect
        try (var found = peer()) {
            unused = addressOf(found);
        }
        return UdpSocket.open(
                        loops,
                        loop,
                        unused,
                        new UdpSocket.Options(ReceiveBuffers.rtp(), 262_144, 0xB8),
                        receiver)
                .get(5, TimeUnit.SECONDS);
    }

    private void onLoop(IoTask task) throws Exception {
        loops.next()
                .submit(() -> {
                    task.run();
                    return true;
                })
                .get(5, TimeUnit.SECONDS);
    }

    private interface IoTask {
        void run() throws Exception;
    }

    private @Nullable String next() throws InterruptedException {
        return received.poll(5, TimeUnit.SECONDS);
    }

    private static DatagramSocket peer() throws Exception {
        var socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private static InetSocketAddress addressOf(DatagramSocket peer) {
        return new InetSocketAddress(LOOPBACK, peer.getLocalPort());
    }

    private static void send(DatagramSocket from, InetSocketAddress to, String text)
            throws Exception {
        byte[] bytes = text.getBytes(US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String receive(DatagramSocket peer) throws Exception {
        var packet = new DatagramPacket(new byte[2048], 2048);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
