package io.sipcast.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes boxes, ISO/IEC 14496-12 §4.2: each begins with its size, which is known at its end.
 *
 * <pre>
 * size 32 | type 32 | for full boxes: version 8, flags 24 | fields, boxes
 * </pre>
 */
final class BoxWriter {
    private ByteBuffer out;
    private final Deque<Integer> open = new ArrayDeque<>();

    /** Grows where the bytes are more than these. */
    BoxWriter(int expectedBytes) {
        out = ByteBuffer.allocate(expectedBytes);
    }

    /** Opens a box within the one that is open. */
    BoxWriter begin(String type) {
        open.push(out.position());
        return u32(0).ascii(type);
    }

    /** Opens a box with version and flags. */
    BoxWriter begin(String type, int version, int flags) {
        return begin(type).u32(version << 24 | flags);
    }

    /** Closes the box that was opened last. */
    BoxWriter end() {
        int start = open.pop();
        out.putInt(start, out.position() - start);
        return this;
    }

    BoxWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    BoxWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    BoxWriter u32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    BoxWriter u64(long value) {
        room(8).putLong(value);
        return this;
    }

    BoxWriter zeros(int count) {
        return bytes(new byte[count]);
    }

    BoxWriter ascii(String text) {
        return bytes(text.getBytes(US_ASCII));
    }

    BoxWriter bytes(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** How many bytes there are. */
    int position() {
        return out.position();
    }

    /** Writes 32 bits over what is there. */
    void patch(int at, int value) {
        out.putInt(at, value);
    }

    /** Everything, once every box is closed. */
    byte[] take() {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.size() + " boxes are open");
        }
        byte[] all = new byte[out.position()];
        out.get(0, all);
        return all;
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + bytes));
            out = larger.put(out.flip());
        }
        return out;
    }
}
