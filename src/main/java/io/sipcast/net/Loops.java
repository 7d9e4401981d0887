package io.sipcast.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.sipcast.observe.Causes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops that own every media socket: all RTP of one call sits on one of them. Native
 * epoll where the platform has it, NIO elsewhere. Safe for use by any thread.
 */
public final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

    /** Netty's own properties. */
    private static final String FOLDER = "io.netty.native.workdir";

    private static final String WITHOUT = "io.netty.transport.noNative";

    private final boolean epoll;
    private final EventLoopGroup media;
    private final EventLoopGroup sip;
    private final Map<EventLoop, MediaTicker> tickers = new ConcurrentHashMap<>();
    private final List<EventLoop> loops;
    private final LoopChoice choice;

    public Loops(int mediaLoops) {
        this(mediaLoops, epollIsHere());
    }

    /** Without epoll even where the platform has it: what other platforms run. */
    Loops(int mediaLoops, boolean epoll) {
        this.epoll = epoll;
        media = group("media", mediaLoops, PacedSelect::new);
        sip = group("sip", 1, DefaultSelectStrategyFactory.INSTANCE);
        loops = loopsOf(media);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        choice =
                new LoopChoice(
                        mediaLoops,
                        loop -> threads.getThreadCpuTime(threadOf(loops.get(loop))),
                        System::nanoTime);
    }

    /** Where it ought to be and is not, somebody wants to know: all goes on, but costs more. */
    private static boolean epollIsHere() {
        Throwable why = Epoll.unavailabilityCause();
        if (why != null && isLinux() && !Boolean.getBoolean(WITHOUT)) {
            String folder = System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"));
            LOG.warn(
                    "calls cost more than they need: epoll cannot be loaded ({}); it is unpacked to {},"
                            + " where it must be possible to write, and to run programs (no noexec"
                            + " mount). Another folder: JAVA_OPTS=-D{}=FOLDER",
                    Causes.first(why),
                    folder,
                    FOLDER);
        }
        return why == null;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static long threadOf(EventLoop loop) {
        return ((SingleThreadEventExecutor) loop).threadProperties().id();
    }

    private static List<EventLoop> loopsOf(EventLoopGroup group) {
        List<EventLoop> loops = new ArrayList<>();
        group.forEach(loop -> loops.add((EventLoop) loop));
        return List.copyOf(loops);
    }

    private EventLoopGroup group(String name, int loops, SelectStrategyFactory looking) {
        IoHandlerFactory io =
                epoll
                        ? EpollIoHandler.newFactory(0, looking) // 0: as many events as there are
                        : NioIoHandler.newFactory(SelectorProvider.provider(), looking);
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory(name, true), io);
    }

    /** The loop for the next connection, see {@link LoopChoice}. */
    public EventLoop next() {
        return loops.get(choice.next());
    }

    /** The same for a call, to be closed with it. */
    public LoopSeat seat() {
        int loop = choice.enter();
        return new LoopSeat(loops.get(loop), () -> choice.leave(loop));
    }

    /** Has the media loops run before the other threads of this process, where that is allowed. */
    public void preferMedia() {
        LoopPriority.raise(loops);
    }

    /** The loop of SIP over UDP, and of the SIP core. */
    public EventLoop sip() {
        return sip.next();
    }

    /** Whether this is the native transport: it has options that NIO has not. */
    public boolean epoll() {
        return epoll;
    }

    /** The ticker of one of our loops. */
    public MediaTicker ticker(EventLoop loop) {
        return tickers.computeIfAbsent(loop, key -> new MediaTicker(key, System::nanoTime));
    }

    Bootstrap udp(EventLoop loop, InetAddress local) {
        var family =
                local instanceof Inet6Address
                        ? SocketProtocolFamily.INET6
                        : SocketProtocolFamily.INET;
        return new Bootstrap()
                .group(loop)
                .channelFactory(
                        epoll
                                ? () -> new EpollDatagramChannel(family)
                                : () -> new NioDatagramChannel(family));
    }

    Bootstrap tcp(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(epoll ? EpollSocketChannel::new : NioSocketChannel::new);
    }

    /** The options of connections that carry live media. */
    MediaOptions mediaOptions() {
        return new MediaOptions(epoll);
    }

    /** A listener whose connections are dealt out to {@code children}. */
    ServerBootstrap listener(EventLoop loop, EventLoopGroup children) {
        return new ServerBootstrap()
                .group(loop, children)
                .channelFactory(
                        epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new);
    }

    /** Those of {@link #next}. */
    List<EventLoop> mediaLoops() {
        return loops;
    }

    EventLoopGroup media() {
        return media;
    }

    /** Returns when the loops have stopped, after 5 s at the latest. */
    @Override
    public void close() {
        var _ = media.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        var _ = sip.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        media.terminationFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
        sip.terminationFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
