package io.sipcast.bench.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A UDP socket that many calls send from, so that one system call takes the packets of all of them.
 * It reads nothing: what comes back fills its buffer, and then the system throws it away. All but
 * {@link #open} on its loop.
 */
final class PacketSocket {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** Packets that go out together at most. */
    private static final int BATCH = 512;

    private static final int SEND_BUFFER = 4 << 20;
    private static final int LEAST_RECEIVE_BUFFER = 2304;

    private final Channel channel;
    private int waiting;

    private PacketSocket(Channel channel) {
        this.channel = channel;
    }

    static PacketSocket open(EventLoop loop, int port) {
        Channel channel =
                new Bootstrap()
                        .group(loop)
                        .channelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                        .option(ChannelOption.SO_RCVBUF, LEAST_RECEIVE_BUFFER)
                        .handler(new ChannelInboundHandlerAdapter())
                        .bind(new InetSocketAddress(LOOPBACK, port))
                        .syncUninterruptibly()
                        .channel();
        return new PacketSocket(channel);
    }

    /** Two of them, the second on the port above: for RTP and RTCP. */
    static PacketSocket[] openPair(EventLoop loop) {
        for (int tries = 0; ; tries++) {
            PacketSocket rtp = open(loop, 0);
            try {
                return new PacketSocket[] {rtp, open(loop, rtp.port() + 1)};
            } catch (Exception e) { // taken, or the last port of all; Netty throws checked ones, too
                rtp.close();
                if (tries == 20) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** A packet that is used again and again, for one receiver. */
    static DatagramPacket packet(int size, InetSocketAddress target) {
        return new DatagramPacket(Unpooled.directBuffer(size, size), target);
    }

    /** Sends it with the next {@link #flush}; its buffer is in use until then. */
    void send(DatagramPacket packet) {
        var _ = channel.write(packet.retain(), channel.voidPromise());
        if (++waiting >= BATCH) {
            flush();
        }
    }

    void flush() {
        if (waiting > 0) {
            waiting = 0;
            channel.flush();
        }
    }

    void close() {
        channel.close().syncUninterruptibly();
    }
}
