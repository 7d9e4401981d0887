package io.sipcast.rtp.payload;

/** One whole VP8 frame, RFC 6386 §9.1. Immutable by agreement: the array is not copied. */
public final class Vp8Frame implements CodedPicture {
    /** Three bytes; ten for a key frame. */
    private static final int TAG_SIZE = 3;

    private static final int KEY_HEADER_SIZE = 10;
    private static final int START_CODE = 0x9D012A;
    private static final int SIDE = 0x3FFF;

    private final byte[] bytes;
    private final long timestamp;
    private final long arrivalNanos;
    private final boolean afterLoss;

    Vp8Frame(byte[] bytes, long timestamp, long arrivalNanos, boolean afterLoss) {
        this.bytes = bytes;
        this.timestamp = timestamp;
        this.arrivalNanos = arrivalNanos;
        this.afterLoss = afterLoss;
    }

    /**
     * Whether the head of a frame makes sense, and the first partition has room in it.
     *
     * <pre>
     * size of first partition, low 3 | shown 1 | version 3 | not key 1 | size, middle 8 | size, high 8
     * key frames: 9D 01 2A | scale 2, width 14 (little end first) | scale 2, height 14
     * </pre>
     */
    static boolean isSound(byte[] bytes, int size) {
        if (size < TAG_SIZE) {
            return false;
        }
        boolean key = isKey(bytes);
        int header = key ? KEY_HEADER_SIZE : TAG_SIZE;
        int partition = (bytes[0] & 0xE0) >> 5 | (bytes[1] & 0xFF) << 3 | (bytes[2] & 0xFF) << 11;
        return size - header >= partition
                && (!key
                        || (startCode(bytes) == START_CODE && side(bytes, 6) * side(bytes, 8) > 0));
    }

    static boolean isKey(byte[] bytes) {
        return (bytes[0] & 1) == 0;
    }

    private static int startCode(byte[] bytes) {
        return (bytes[3] & 0xFF) << 16 | (bytes[4] & 0xFF) << 8 | (bytes[5] & 0xFF);
    }

    private static int side(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8) & SIDE;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    @Override
    public boolean key() {
        return isKey(bytes);
    }

    @Override
    public boolean afterLoss() {
        return afterLoss;
    }

    /** In samples; of a key frame only. */
    public int width() {
        return side(bytes, 6);
    }

    /** In samples; of a key frame only. */
    public int height() {
        return side(bytes, 8);
    }

    @Override
    public String toString() {
        return "VP8 %s%s ts=%d, %d bytes"
                .formatted(
                        key() ? "key frame" : "frame",
                        afterLoss ? " after loss" : "",
                        timestamp,
                        bytes.length);
    }
}
