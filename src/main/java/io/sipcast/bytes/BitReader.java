package io.sipcast.bytes;

import io.sipcast.bytes.ProtocolException.Fault;
import java.util.Objects;

/**
 * Reads bits, the most significant first, and the Exp-Golomb codes of H.264 §9.1. Looks at the
 * array, does not copy it; in a NAL unit the emulation prevention bytes are to be taken out first.
 */
public final class BitReader {
    private static final int MAX_LEADING_ZEROS = 31;

    private final byte[] bytes;
    private final long end;
    private long position;

    public BitReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public BitReader(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.bytes = bytes;
        this.position = 8L * offset;
        this.end = 8L * (offset + length);
    }

    /** How many bits are left. */
    public long remaining() {
        return end - position;
    }

    /** One bit, as a flag. */
    public boolean flag() {
        return bits(1) == 1;
    }

    /**
     * The next bits as an unsigned number; 32 of them fill the sign bit too.
     *
     * @param count 0 to 32
     * @throws ProtocolException TRUNCATED when fewer are left
     */
    public int bits(int count) {
        if (count < 0 || count > Integer.SIZE) {
            throw new IllegalArgumentException(count + " bits");
        }
        need(count);
        int value = 0;
        int left = count;
        while (left > 0) {
            int offset = (int) (position & 7);
            int take = Math.min(8 - offset, left);
            int octet = bytes[(int) (position >> 3)] & 0xFF;
            int part = (octet >> (8 - offset - take)) & ((1 << take) - 1);
            value = (value << take) | part;
            position += take;
            left -= take;
        }
        return value;
    }

    /**
     * Skips bits.
     *
     * @throws ProtocolException TRUNCATED when fewer are left
     */
    public void skip(long count) {
        if (count < 0) {
            throw new IllegalArgumentException(count + " bits");
        }
        need(count);
        position += count;
    }

    /** {@code ue(v)}, H.264 §9.1; what does not fit in 31 bits is MALFORMED. */
    public int ue() {
        long code = code();
        if (code > Integer.MAX_VALUE) {
            throw new ProtocolException(Fault.MALFORMED, "ue(v) of " + code);
        }
        return (int) code;
    }

    /** {@code se(v)}, H.264 §9.1.1: 0, 1, -1, 2, -2 and so on. */
    public int se() {
        long code = code();
        long magnitude = (code + 1) >> 1;
        return (int) ((code & 1) == 1 ? magnitude : -magnitude);
    }

    /** Up to 2^32 - 2. */
    private long code() {
        int zeros = 0;
        while (!flag()) {
            zeros++;
            if (zeros > MAX_LEADING_ZEROS) {
                throw new ProtocolException(Fault.MALFORMED, "Exp-Golomb code over 32 bits");
            }
        }
        return (1L << zeros) - 1 + (bits(zeros) & 0xFFFF_FFFFL);
    }

    private void need(long count) {
        if (count > remaining()) {
            throw new ProtocolException(
                    Fault.TRUNCATED, count + " bits wanted, " + remaining() + " left");
        }
    }
}
