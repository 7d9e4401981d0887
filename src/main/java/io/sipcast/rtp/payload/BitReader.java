package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/** Bits from the high one of a byte to the low one. */
final class BitReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    BitReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset * 8;
        this.end = (offset + length) * 8;
    }

    int left() {
        return end - at;
    }

    /**
     * The next bits as a number without sign.
     *
     * @param count 8 at most
     * @throws ProtocolException TRUNCATED
     */
    int read(int count) {
        if (count > left()) {
            throw new ProtocolException(Fault.TRUNCATED, "bits");
        }
        int first = bytes[at >> 3] & 0xFF;
        int second = at + count > (at | 7) + 1 ? bytes[(at >> 3) + 1] & 0xFF : 0;
        int shift = 16 - (at & 7) - count;
        at += count;
        return (((first << 8) | second) >> shift) & ((1 << count) - 1);
    }
}
