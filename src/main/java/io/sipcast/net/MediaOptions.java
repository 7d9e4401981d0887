package io.sipcast.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * Options of a TCP connection that carries live media. What is late shall wait in the stream, where
 * it can be skipped, and neither in our buffers nor in the kernel's.
 */
record MediaOptions(boolean epoll) {
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);
    private static final long NOT_SENT_BYTES = 128 * 1024;

    /** Data that a peer has not acknowledged for so long end the connection, RFC 5482. */
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    void applyTo(ServerBootstrap listener) {
        listener.childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (epoll) {
            listener.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)
                    .childOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS);
        }
    }

    Bootstrap applyTo(Bootstrap client) {
        client.option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (epoll) {
            client.option(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)
                    .option(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS);
        }
        return client;
    }
}
