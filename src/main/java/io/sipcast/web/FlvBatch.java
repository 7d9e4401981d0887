package io.sipcast.web;

import io.netty.buffer.ByteBuf;
import io.sipcast.media.Sink;
import io.sipcast.rtmp.flv.FlvTag;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The tags of one turn, written once. Every viewer gets a copy with times of its own, which start
 * near nought when it comes: the rest is the same bytes. Owned by one thread.
 */
final class FlvBatch implements Sink<FlvTag> {
    private static final int FIRST_BYTES = 16 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST_BYTES);
    private int[] tags = new int[16];
    private long[] times = new long[16];
    private int count;

    /** Adds one with the time that it has. */
    @Override
    public void accept(FlvTag tag) {
        if (bytes.remaining() < tag.fileSize()) {
            grow(tag.fileSize());
        }
        if (count == tags.length) {
            tags = Arrays.copyOf(tags, 2 * count);
            times = Arrays.copyOf(times, 2 * count);
        }
        tags[count] = bytes.position();
        times[count] = tag.timestampMillis();
        count++;
        tag.write(bytes);
    }

    private void grow(int more) {
        int needed = bytes.position() + more;
        bytes = ByteBuffer.allocateDirect(Math.max(2 * bytes.capacity(), needed)).put(bytes.flip());
    }

    int size() {
        return bytes.position();
    }

    /** Puts a copy of it all into a buffer, with so many milliseconds added to each time. */
    void write(ByteBuf to, long laterMillis) {
        int size = bytes.position();
        int at = to.writerIndex();
        ByteBuffer out = to.internalNioBuffer(at, size);
        int start = out.position();
        out.put(start, bytes, 0, size);
        for (int i = 0; i < count; i++) {
            FlvTag.putTime(out, start + tags[i], times[i] + laterMillis);
        }
        to.writerIndex(at + size);
    }

    void clear() {
        bytes.clear();
        count = 0;
    }
}
