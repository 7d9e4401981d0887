package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sipcast.rtmp.message.Outbox;
import org.jspecify.annotations.Nullable;

/** Gathers what one turn of the loop sends on an RTMP connection into few buffers, one flush. */
final class RtmpOutput {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Channel channel;
    private final Outbox outbox;
    private @Nullable ByteBuf buffer;
    private long written;

    RtmpOutput(Channel channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
    }

    /** A buffer with room for so many bytes in one piece. */
    ByteBuf room(int size) {
        if (buffer != null && buffer.writableBytes() < size) {
            write(buffer);
            buffer = null;
        }
        if (buffer == null) {
            buffer = channel.alloc().directBuffer(Math.max(size, BUFFER_BYTES));
        }
        return buffer;
    }

    /** Takes what the machine wants sent, in its place among the media. */
    void takeOutbox() {
        int size = outbox.size();
        if (size > 0) {
            ByteBuf out = room(size);
            outbox.drainTo(out.internalNioBuffer(out.writerIndex(), size));
            out.writerIndex(out.writerIndex() + size);
        }
    }

    /** Sends everything, the outbox too. */
    void flush() {
        takeOutbox();
        if (buffer != null) {
            write(buffer);
            buffer = null;
            channel.flush();
        }
    }

    private void write(ByteBuf full) {
        written += full.readableBytes();
        var _ = channel.write(full, channel.voidPromise()); // a failure closes the channel
    }

    /** Bytes that have left for the network. */
    long sent() {
        return written - waiting();
    }

    /** Bytes that the network has not taken yet. */
    long waiting() {
        var pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
