package io.sipcast.rtp.payload;

import java.util.Arrays;

/** Where an access unit grows: one buffer, used again for each. */
final class UnitBuffer {
    /** Far above what any level allows for one picture at real bit rates. */
    static final int MAX_SIZE = 8 << 20;

    /** What may be carried over to the picture to come. */
    private static final int MAX_PROLOGUE = 64 << 10;

    private final NalSyntax syntax;
    private byte[] bytes = new byte[16 << 10];
    private int size;
    private int[] offsets = new int[16];
    private int count;
    private boolean hasSlice;
    private boolean hasParameters;
    private boolean key;
    private boolean unfinished;

    UnitBuffer(NalSyntax syntax) {
        this.syntax = syntax;
    }

    /** Adds a whole NAL unit; false when there is no room for it. */
    boolean add(byte[] from, int offset, int length) {
        begin(from[offset]);
        boolean fits = append(from, offset + 1, length - 1);
        end();
        return fits;
    }

    /** Starts a NAL unit with the first byte of its header. */
    void begin(byte header) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        reserve(AccessUnit.LENGTH_SIZE + 1);
        size += AccessUnit.LENGTH_SIZE;
        offsets[count++] = size;
        bytes[size++] = header;
        unfinished = true;
        int type = syntax.type(header);
        hasSlice |= syntax.isSlice(type);
        hasParameters |= syntax.isSequenceSet(type);
        key |= syntax.isKey(type);
    }

    /** Grows the NAL unit that was begun; false when there is no room for it. */
    boolean append(byte[] from, int offset, int length) {
        if (size + length > MAX_SIZE) {
            return false;
        }
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return true;
    }

    /** Fills in the length before the NAL unit that was begun. */
    void end() {
        int start = offsets[count - 1];
        int length = size - start;
        bytes[start - 4] = (byte) (length >> 24);
        bytes[start - 3] = (byte) (length >> 16);
        bytes[start - 2] = (byte) (length >> 8);
        bytes[start - 1] = (byte) length;
        unfinished = false;
    }

    /** Whether a NAL unit was begun that has not come to its end. */
    boolean unfinished() {
        return unfinished;
    }

    boolean hasSlice() {
        return hasSlice;
    }

    boolean hasParameters() {
        return hasParameters;
    }

    /** Of the NAL unit in front; there is one. */
    int firstType() {
        return syntax.type(bytes[offsets[0]]);
    }

    boolean key() {
        return key;
    }

    /** Whether all of it belongs before a picture. */
    boolean isPrologue() {
        return !hasSlice && size <= MAX_PROLOGUE;
    }

    AccessUnit toAccessUnit(long timestamp, long arrivalNanos, boolean afterLoss) {
        return new AccessUnit(
                syntax,
                Arrays.copyOf(bytes, size),
                Arrays.copyOf(offsets, count),
                timestamp,
                arrivalNanos,
                key,
                afterLoss);
    }

    void clear() {
        size = 0;
        count = 0;
        hasSlice = false;
        hasParameters = false;
        key = false;
        unfinished = false;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
