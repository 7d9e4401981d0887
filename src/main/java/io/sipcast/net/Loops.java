package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that own every media socket: all RTP of one call sits on one of them. Native
 * epoll where the platform has it, NIO elsewhere. Safe for use by any thread.
 */
public final class Loops implements AutoCloseable {
    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup media;
    private final EventLoopGroup sip;

    public Loops(int mediaLoops) {
        media = group("media", mediaLoops);
        sip = group("sip", 1);
    }

    private EventLoopGroup group(String name, int loops) {
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory(name, true), io);
    }

    /** The loop for the next call or connection, in turn. */
    public EventLoop next() {
        return media.next();
    }

    /** The loop of SIP over UDP, and of the SIP core. */
    public EventLoop sip() {
        return sip.next();
    }

    public boolean epoll() {
        return epoll;
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
