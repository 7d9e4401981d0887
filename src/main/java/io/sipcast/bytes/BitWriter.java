package io.sipcast.bytes;

import java.util.Arrays;

/** Writes bits, the most significant first. Used again and again for one message after another. */
public final class BitWriter {
    private byte[] bytes = new byte[1024];
    private int length;

    /** Bits that are no whole octet yet, at the low end; never more than 7 between calls. */
    private long pending;

    private int pendingBits;

    /** Begins anew. */
    public void clear() {
        length = 0;
        pending = 0;
        pendingBits = 0;
    }

    /**
     * Appends the lowest bits of a number.
     *
     * @param count 0 to 32
     */
    public void put(int value, int count) {
        pending = (pending << count) | (value & ((1L << count) - 1));
        pendingBits += count;
        if (length + Integer.BYTES >= bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        while (pendingBits >= Byte.SIZE) {
            pendingBits -= Byte.SIZE;
            bytes[length] = (byte) (pending >> pendingBits);
            length++;
        }
    }

    /** How many bits there are. */
    public int bits() {
        return Byte.SIZE * length + pendingBits;
    }

    /** A copy of what was written, filled up with zero bits to a whole octet. */
    public byte[] toBytes() {
        int padding = -bits() & 7;
        put(0, padding);
        return Arrays.copyOf(bytes, length);
    }
}
