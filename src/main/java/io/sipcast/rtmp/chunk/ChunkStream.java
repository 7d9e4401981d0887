package io.sipcast.rtmp.chunk;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the receiver keeps of one chunk stream: its last header, and the message under way. */
final class ChunkStream {
    private static final byte[] NOTHING = {};

    final int id;
    boolean headerSeen;
    int typeId;
    int streamId;
    int length;
    int timestamp; // of the message under way or the last one; unsigned
    int delta;
    int timestampField; // as last sent in full: an extended one repeats it
    boolean extended;

    private byte[] payload = NOTHING;
    private int filled;
    private boolean open;

    ChunkStream(int id) {
        this.id = id;
    }

    /** Whether a message is under way. */
    boolean open() {
        return open;
    }

    int missing() {
        return length - filled;
    }

    /**
     * A message begins.
     *
     * @param firstRoom bytes that it may take before they have come
     */
    void begin(int firstRoom) {
        open = true;
        filled = 0;
        payload = length == 0 ? NOTHING : new byte[Math.min(length, firstRoom)];
    }

    /** Bytes that the message under way takes of our memory. */
    int room() {
        return payload.length;
    }

    void abort() {
        open = false;
        filled = 0;
        payload = NOTHING;
    }

    void take(ByteBuffer in, int count) {
        if (filled + count > payload.length) {
            long room = Math.max(2L * payload.length, filled + count);
            payload = Arrays.copyOf(payload, (int) Math.min(length, room));
        }
        in.get(payload, filled, count);
        filled += count;
    }

    /** The message, once all of it is here. */
    @Nullable RawMessage finish() {
        if (filled < length) {
            return null;
        }
        RawMessage message =
                new RawMessage(typeId, streamId, Integer.toUnsignedLong(timestamp), payload);
        abort();
        return message;
    }

    void require(boolean valid, String what) {
        if (!valid) {
            throw new ProtocolException(Fault.MALFORMED, "chunk stream " + id + ": " + what);
        }
    }
}
