package io.sipcast.rtp.payload;

import java.io.ByteArrayOutputStream;

/** Bits from the high one of a byte to the low one; what is left of the last byte is 0. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last;
    private int used;

    /**
     * Appends the low bits of a number.
     *
     * @param count 8 at most
     */
    void write(int value, int count) {
        for (int bit = count - 1; bit >= 0; bit--) {
            last = (last << 1) | ((value >> bit) & 1);
            used++;
            if (used == 8) {
                bytes.write(last);
                last = 0;
                used = 0;
            }
        }
    }

    void align() {
        write(0, (8 - used) % 8);
    }

    byte[] toBytes() {
        align();
        return bytes.toByteArray();
    }
}
