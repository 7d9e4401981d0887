package io.sipcast.rtmp.message;

import java.nio.ByteBuffer;

/** Bytes that wait to be sent. The machine fills it, the driver drains it after each call. */
public final class Outbox {
    private static final int SMALLEST = 512;

    private ByteBuffer bytes = ByteBuffer.allocate(SMALLEST);

    Outbox() {}

    /** How many bytes wait. */
    public int size() {
        return bytes.position();
    }

    /** Moves all that waits; {@code out} must have room for {@link #size} bytes. */
    public void drainTo(ByteBuffer out) {
        out.put(bytes.flip());
        bytes.clear();
    }

    /** Room for so many bytes more. */
    ByteBuffer room(int size) {
        if (bytes.remaining() < size) {
            ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity() + size);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
