package io.sipcast.bench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * An RTMP server that takes what anyone publishes under any application and name, on one loop.
 * Needs epoll (Linux). Thread safe.
 */
public final class RtmpSink implements AutoCloseable {
    private static final int READ_BYTES = 32 * 1024;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("rtmp-sink", true), EpollIoHandler.newFactory());
    private final Map<String, Received> streams = new ConcurrentHashMap<>();
    private final Channel listener;

    public RtmpSink() {
        listener =
                new ServerBootstrap()
                        .group(loop)
                        .channelFactory(EpollServerSocketChannel::new)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(READ_BYTES))
                        .childHandler(new Connections())
                        .bind(new InetSocketAddress(PacketSocket.LOOPBACK, 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private final class Connections extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new SinkConnection(RtmpSink.this::of));
        }
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** {@code rtmp://127.0.0.1:PORT/live}. */
    public String url() {
        return "rtmp://127.0.0.1:" + port() + "/live";
    }

    /** Keeps all payloads of the stream of this name, from now on, up to a minute of them. */
    public void keep(String streamName) {
        of(streamName).keep();
    }

    /** What came under this name; there is always one, empty until something comes. */
    public Received of(String streamName) {
        return streams.computeIfAbsent(streamName, _ -> new Received());
    }

    /** How many streams are being published. */
    public int publishing() {
        return (int) streams.values().stream().filter(Received::publishing).count();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
