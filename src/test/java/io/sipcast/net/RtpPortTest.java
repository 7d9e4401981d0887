package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "epoll {0}")
@ValueSource(booleans = {true, false})
class RtpPortTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.66");

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final PortPool pool = pool();
    private final Loops loops;

    RtpPortTest(boolean epoll) {
        loops = new Loops(1, epoll && Epoll.isAvailable());
    }

    @AfterEach
    void stop() {
        loops.close();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void takesRtpAndRtcpFromWhereTheSdpSays() throws Exception {
        try (RtpPort port = open();
                var rtp = peer(LOOPBACK);
                var rtcp = peer(LOOPBACK)) {
            onLoop(port, () -> describe(port, rtp, rtcp));
            send(rtp, port.port(), "media");
            assertThat(next()).isEqualTo("rtp media");
            send(rtcp, port.port() + 1, "report");
            assertThat(next()).isEqualTo("rtcp report");
            RtpPort.Counters counters = onLoop(port, port::rtpCounters);
            assertThat(counters).isEqualTo(new RtpPort.Counters(1, 5, 0, 0, 0, 0));
        }
    }

    /** A callee's first key frame overtakes its 200. */
    @Test
    void takesWhatCameJustBeforeTheSdpFromWhereItSays() throws Exception {
        try (RtpPort port = open();
                var rtp = peer(LOOPBACK);
                var stranger = peer(STRANGER)) {
            long before = System.nanoTime();
            send(rtp, port.port(), "key frame");
            await().until(() -> onLoop(port, port::rtpCounters).ignored() == 1);
            send(stranger, port.port(), "not asked for");
            await().until(() -> onLoop(port, port::rtpCounters).ignored() == 2);
            onLoop(port, () -> describe(port, rtp, rtp, before)); // then nothing is old
            send(rtp, port.port(), "next");

            assertThat(next()).isEqualTo("rtp key frame");
            assertThat(next()).isEqualTo("rtp next");
            assertThat(onLoop(port, port::rtpCounters).ignored()).isEqualTo(1);
        }
    }

    @Test
    void earlyMediaThatWasForNobodyIsForgotten() throws Exception {
        try (RtpPort port = open();
                var rtp = peer(LOOPBACK)) {
            long before = System.nanoTime();
            send(rtp, port.port(), "ring-back tone");
            await().until(() -> onLoop(port, port::rtpCounters).ignored() == 1);
            onLoop(
                    port,
                    () -> {
                        port.forgetEarly();
                        return describe(port, rtp, rtp, before);
                    });
            send(rtp, port.port(), "the callee");

            assertThat(next()).isEqualTo("rtp the callee");
        }
    }

    @Test
    void sendsToTheSdpsAddressAndThenToWherePacketsComeFrom() throws Exception {
        try (RtpPort port = open();
                var described = peer(LOOPBACK);
                var natted = peer(STRANGER)) {
            onLoop(port, () -> describe(port, described, described));
            onLoop(port, () -> sendRtp(port, "silence 1"));
            assertThat(receive(described)).isEqualTo("silence 1");

            send(natted, port.port(), "through a NAT"); // the first, within the first moments
            assertThat(next()).isEqualTo("rtp through a NAT");
            onLoop(port, () -> sendRtp(port, "silence 2"));
            assertThat(receive(natted)).isEqualTo("silence 2");
        }
    }

    @Test
    void aLatchedPortIsConnectedAndHearsNobodyElse() throws Exception {
        try (RtpPort port = open();
                var peer = peer(LOOPBACK);
                var stranger = peer(STRANGER)) {
            onLoop(port, () -> describe(port, peer, peer));
            send(peer, port.port(), "one");
            assertThat(next()).isEqualTo("rtp one");
            for (int i = 0; i < 50; i++) {
                send(stranger, port.port(), "injected");
            }
            send(peer, port.port(), "two");
            assertThat(next()).isEqualTo("rtp two");

            onLoop(port, () -> sendRtp(port, "silence"));
            assertThat(receive(peer)).isEqualTo("silence");
        }
    }

    @Test
    void aNewSdpMovesTheLatchAndTheConnection() throws Exception {
        try (RtpPort port = open();
                var first = peer(LOOPBACK);
                var second = peer(STRANGER)) {
            onLoop(port, () -> describe(port, first, first));
            send(first, port.port(), "one");
            assertThat(next()).isEqualTo("rtp one");

            onLoop(port, () -> describe(port, second, second));
            onLoop(port, () -> sendRtp(port, "to the new one"));
            assertThat(receive(second)).isEqualTo("to the new one");
            send(second, port.port(), "two");
            assertThat(next()).isEqualTo("rtp two");
            send(first, port.port(), "late");
            send(second, port.port(), "three");
            assertThat(next()).isEqualTo("rtp three");
        }
    }

    @Test
    void onHoldNothingIsSentAndTheLatchStays() throws Exception {
        try (RtpPort port = open();
                var peer = peer(LOOPBACK)) {
            onLoop(port, () -> describe(port, peer, peer));
            send(peer, port.port(), "one");
            assertThat(next()).isEqualTo("rtp one");

            var nowhere = new InetSocketAddress("0.0.0.0", peer.getLocalPort());
            onLoop(
                    port,
                    () -> {
                        port.describe(nowhere, nowhere, System.nanoTime());
                        return sendRtp(port, "unheard");
                    });
            assertThat(onLoop(port, port::rtpCounters).sentPackets()).isZero();
            send(peer, port.port(), "music");
            assertThat(next()).isEqualTo("rtp music");
        }
    }

    @Test
    void aPortThatAnotherProgramHasIsPassedOver() throws Exception {
        PortPool alike = pool();
        int first = alike.take(0);
        try (var other = new DatagramSocket(new InetSocketAddress(LOOPBACK, first + 1));
                RtpPort port = open()) {
            assertThat(other.isBound()).isTrue();
            assertThat(port.port()).isEqualTo(alike.take(0));
            assertThat(pool.inUse()).isEqualTo(1);
        }
    }

    /** Such as a second gateway with many calls and the same range. */
    @Test
    void halfARangeThatAnotherProgramHasIsInNobodysWay() throws Exception {
        List<DatagramSocket> others = new ArrayList<>();
        List<RtpPort> ports = new ArrayList<>();
        try {
            for (int port = 23_000; port < 23_100; port += 2) {
                others.add(new DatagramSocket(new InetSocketAddress(LOOPBACK, port)));
            }
            for (int i = 0; i < 10; i++) {
                ports.add(open());
            }
            assertThat(ports).allSatisfy(port -> assertThat(port.port()).isGreaterThan(23_099));
        } finally {
            others.forEach(DatagramSocket::close);
            for (RtpPort port : ports) {
                port.closeAsync().get(5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void anAddressThatIsNotOursFailsAtOnceAndLeaksNoPort() {
        InetAddress notOurs = InetAddress.ofLiteral("192.0.2.1");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> open(notOurs))
                .withCauseInstanceOf(NoRtpPortException.class)
                .withMessageContaining("of 192.0.2.1 cannot be bound: ");
    }

    @Test
    void aClosedPortRestsAndCloseMayBeRepeated() throws Exception {
        RtpPort port = open();
        port.close();
        port.closeAsync().get(5, TimeUnit.SECONDS);
        assertThat(pool.inUse()).isZero();
        int next = pool.take(System.nanoTime());
        assertThat(next).isNotEqualTo(port.port());
        pool.giveBack(next, System.nanoTime());
    }

    private static PortPool pool() {
        return new PortPool(23_000, 23_198, Duration.ofSeconds(5), new SplittableRandom(1));
    }

    private RtpPort open() throws Exception {
        return open(LOOPBACK);
    }

    private RtpPort open(InetAddress local) throws Exception {
        EventLoop loop = loops.next();
        return RtpPort.open(loops, loop, local, pool, RtpPort.Options.AUDIO, new Queued())
                .get(5, TimeUnit.SECONDS);
    }

    private final class Queued implements RtpPort.Handler {
        @Override
        public void rtp(ByteBuffer packet, long nowNanos) {
            received.add("rtp " + US_ASCII.decode(packet));
        }

        @Override
        public void rtcp(ByteBuffer packet, long nowNanos) {
            received.add("rtcp " + US_ASCII.decode(packet));
        }
    }

    private static boolean describe(RtpPort port, DatagramSocket rtp, DatagramSocket rtcp) {
        return describe(port, rtp, rtcp, System.nanoTime());
    }

    private static boolean describe(
            RtpPort port, DatagramSocket rtp, DatagramSocket rtcp, long nowNanos) {
        port.describe(addressOf(rtp), addressOf(rtcp), nowNanos);
        return true;
    }

    private static boolean sendRtp(RtpPort port, String text) {
        port.sendRtp(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        return true;
    }

    private static <T> T onLoop(RtpPort port, Callable<T> task) throws Exception {
        return port.loop().submit(task).get(5, TimeUnit.SECONDS);
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(5, TimeUnit.SECONDS));
    }

    private static DatagramSocket peer(InetAddress address) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(address, 0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private static InetSocketAddress addressOf(DatagramSocket peer) {
        return new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
    }

    private static void send(DatagramSocket from, int port, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(LOOPBACK, port)));
    }

    private static String receive(DatagramSocket peer) throws IOException {
        var packet = new DatagramPacket(new byte[2048], 2048);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }
}
