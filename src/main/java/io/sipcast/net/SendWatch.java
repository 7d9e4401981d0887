package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.SendProgress.Waiting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Whether bytes of a connection really leave. That our own buffers empty says little: the system's
 * take a quarter of a minute of a slow stream and more. So the system is asked what the other host
 * has acknowledged ({@code TCP_INFO} of Linux 4.6 and later, linux/tcp.h); elsewhere our own
 * buffers must do. On the channel's loop.
 */
final class SendWatch {
    /**
     * <pre>
     * octet    of struct tcp_info; each 32 bits unless it says so
     *        24  tcpi_unacked, segments
     *       120  tcpi_bytes_acked, 64 bits
     *       144  tcpi_notsent_bytes
     * </pre>
     */
    private static final int INFO_BYTES = 148;

    private static final int UNACKNOWLEDGED = 24;
    private static final int ACKNOWLEDGED_BYTES = 120;
    private static final int NOT_SENT_BYTES = 144;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final RawUnixChannelOption INFO =
            new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, INFO_BYTES);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Channel channel;
    private final RtmpOutput output;

    SendWatch(Channel channel, RtmpOutput output) {
        this.channel = channel;
        this.output = output;
    }

    /** The system's own limit comes after ours: what we say of it is more exact. */
    void leaveTimeFor(Duration limit) {
        if (channel instanceof EpollSocketChannel) {
            long millis = limit.plus(GRACE).toMillis();
            channel.config()
                    .setOption(
                            EpollChannelOption.TCP_USER_TIMEOUT,
                            (int) Math.min(Integer.MAX_VALUE, millis));
        }
    }

    SendProgress look() {
        if (channel instanceof EpollSocketChannel && channel.isActive()) {
            ByteBuffer info = channel.config().getOption(INFO);
            long acknowledged = info.order(ByteOrder.nativeOrder()).getLong(ACKNOWLEDGED_BYTES);
            if (acknowledged > 0) {
                return new SendProgress(acknowledged, waiting(info));
            }
        }
        return new SendProgress(
                output.sent(), output.waiting() > 0 ? Waiting.FOR_NETWORK : Waiting.NOTHING);
    }

    /** What was written and is not under way yet. */
    long unsentBytes() {
        if (channel instanceof EpollSocketChannel && channel.isActive()) {
            ByteBuffer info = channel.config().getOption(INFO).order(ByteOrder.nativeOrder());
            return output.waiting() + Integer.toUnsignedLong(info.getInt(NOT_SENT_BYTES));
        }
        return output.waiting();
    }

    /** With the window shut nothing is under way, and yet there is something to send. */
    private Waiting waiting(ByteBuffer info) {
        if (info.getInt(UNACKNOWLEDGED) != 0) {
            return Waiting.FOR_NETWORK;
        }
        return info.getInt(NOT_SENT_BYTES) != 0 || output.waiting() > 0
                ? Waiting.FOR_READER
                : Waiting.NOTHING;
    }

    /** Else what is unsent would hold back the closing, and the server the stream's name. */
    void resetAtClose() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
}
