package io.sipcast.rtp.payload;

/**
 * The boolean entropy decoder of VP8, RFC 6386 §7.3, for what is written at even odds, as nearly
 * all of a frame's header is.
 */
final class BoolDecoder {
    private static final int LEAST_RANGE = 128;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int range = 255;

    /** Two bytes of the input, of which {@link #shifted} bits of the second are used up. */
    private int value;

    private int shifted;

    /** Of the bytes from {@code from} to {@code to}. */
    BoolDecoder(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        value = next() << 8 | next();
    }

    /** Whether what was read so far was there: behind the end all is nought. */
    boolean within() {
        return at <= end;
    }

    boolean flag() {
        int split = 1 + ((range - 1) >> 1);
        boolean set = value >= split << 8;
        range = set ? range - split : split;
        value -= set ? split << 8 : 0;
        while (range < LEAST_RANGE) {
            range <<= 1;
            value <<= 1;
            if (++shifted == Byte.SIZE) {
                shifted = 0;
                value |= next();
            }
        }
        return set;
    }

    /** An unsigned number of so many bits, the most significant first. */
    int bits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | (flag() ? 1 : 0);
        }
        return number;
    }

    private int next() {
        int octet = at < end ? bytes[at] & 0xFF : 0;
        at++;
        return octet;
    }
}
