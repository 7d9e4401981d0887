package io.sipcast.rtmp.flv;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One FLV tag, which is also one RTMP media or data message: type, time, body.
 *
 * <p>The body is a short prefix (codec and packet type) followed by a payload that is shared, never
 * copied: nobody writes to it once the tag exists. A tag that was received has no prefix of its
 * own, its payload is the whole body.
 */
public final class FlvTag {
    /** What a tag carries; its number is also the RTMP message type. */
    public enum Type {
        AUDIO(8),
        VIDEO(9),
        SCRIPT(18);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** Bytes before the body in a file. */
    static final int HEADER_SIZE = 11;

    private static final int TIME_INDEX = 4;
    private static final int BACK_POINTER_SIZE = 4;

    private final Type type;
    private final long timestampMillis;
    private final long prefix;
    private final int prefixSize;
    private final byte[] payload;

    /**
     * @param timestampMillis milliseconds; the low 32 bits go on the wire
     * @param prefix the bytes before the payload, the last one in the low byte
     * @param prefixSize how many there are: 0 to 8
     */
    FlvTag(Type type, long timestampMillis, long prefix, int prefixSize, byte[] payload) {
        this.type = type;
        this.timestampMillis = timestampMillis;
        this.prefix = prefix;
        this.prefixSize = prefixSize;
        this.payload = payload;
    }

    /** A tag as it was received: the body is the tag's from now on. */
    public FlvTag(Type type, long timestampMillis, byte[] body) {
        this(type, timestampMillis, 0, 0, body);
    }

    public Type type() {
        return type;
    }

    public long timestampMillis() {
        return timestampMillis;
    }

    public int bodySize() {
        return prefixSize + payload.length;
    }

    /** The bytes before the payload, the last one in the low byte. */
    public long prefix() {
        return prefix;
    }

    public int prefixSize() {
        return prefixSize;
    }

    /** What follows the prefix; the bytes themselves, not a copy. */
    public byte[] payload() {
        return payload;
    }

    /** The whole body: the payload itself where there is no prefix. */
    public byte[] body() {
        if (prefixSize == 0) {
            return payload;
        }
        ByteBuffer body = ByteBuffer.allocate(bodySize());
        writeBody(body);
        return body.array();
    }

    private void writeBody(ByteBuffer out) {
        for (int i = prefixSize - 1; i >= 0; i--) {
            out.put((byte) (prefix >>> (8 * i)));
        }
        out.put(payload);
    }

    /** Bytes that {@link #write} takes. */
    public int fileSize() {
        return HEADER_SIZE + bodySize() + BACK_POINTER_SIZE;
    }

    /**
     * Writes the tag as a file holds it, FLV §E.4, with the back pointer that follows it:
     *
     * <pre>type 8 | size 24 | time 24 | time, upper bits 8 | stream 24 (0) | body | whole size 32
     * </pre>
     */
    public void write(ByteBuffer out) {
        int size = bodySize();
        int time = (int) timestampMillis;
        out.put((byte) type.number)
                .put((byte) (size >>> 16))
                .putShort((short) size)
                .put((byte) (time >>> 16))
                .putShort((short) time)
                .put((byte) (time >>> 24))
                .putShort((short) 0)
                .put((byte) 0);
        writeBody(out);
        out.putInt(HEADER_SIZE + size);
    }

    /** Puts another time into a tag that {@link #write} has put at this index. */
    public static void putTime(ByteBuffer out, int index, long timestampMillis) {
        int time = (int) timestampMillis;
        out.putInt(index + TIME_INDEX, time << 8 | time >>> 24);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlvTag that
                && type == that.type
                && timestampMillis == that.timestampMillis
                && Arrays.equals(body(), that.body());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(timestampMillis) * 31 + bodySize();
    }

    @Override
    public String toString() {
        return type + " at " + timestampMillis + " ms, " + bodySize() + " B";
    }
}
