package io.sipcast.rtmp.codec.h264;

import java.util.Arrays;

/** Writes the bits of an RBSP, the most significant first. */
final class RawBits {
    private byte[] bytes;
    private int count;

    RawBits(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** The bits of an array from one place to another, counted from its first bit. */
    void copy(byte[] from, int start, int end) {
        int at = start;
        for (; end - at >= 8; at += 8) {
            int pair = (from[at >> 3] & 0xFF) << 8;
            pair |= (at & 7) == 0 ? 0 : from[(at >> 3) + 1] & 0xFF;
            write((pair >> (8 - (at & 7))) & 0xFF, 8);
        }
        for (; at < end; at++) {
            write((from[at >> 3] >> (7 - (at & 7))) & 1, 1);
        }
    }

    /** {@code ue(v)}, §9.1; under 2^16. */
    void ue(int value) {
        int code = value + 1;
        int bits = 32 - Integer.numberOfLeadingZeros(code);
        for (int bit = 2 * bits - 2; bit >= 0; bit--) {
            write(bit < bits ? (code >>> bit) & 1 : 0, 1);
        }
    }

    void alignWithOnes() {
        while ((count & 7) != 0) {
            write(1, 1);
        }
    }

    /** Up to eight bits. */
    private void write(int value, int bits) {
        if (count + bits > 8 * bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + 1);
        }
        int shifted = value << (16 - bits - (count & 7)); // of the byte begun and the next
        bytes[count >> 3] |= (byte) (shifted >> 8);
        if ((shifted & 0xFF) != 0) {
            bytes[(count >> 3) + 1] |= (byte) shifted;
        }
        count += bits;
    }

    /** What was written; the bits that fill the last byte are nought. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, (count + 7) >> 3);
    }
}
