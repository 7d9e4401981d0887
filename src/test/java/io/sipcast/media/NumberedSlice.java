package io.sipcast.media;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A picture of one slice that tells which one it is; for the rest it is as x264's with the
 * parameter sets of these tests. {@code idr_pic_id} counts, so that no key frame is taken for the
 * one before it.
 */
final class NumberedSlice {
    private static final int NUMBER_AT = 5;
    private static final byte[] KEY = HexFormat.of().parseHex("658880");
    private static final byte[] INTER = HexFormat.of().parseHex("419a381515");

    /** Makes it no start code, whatever the number. */
    private static final int MARK = 0x4000_0000;

    private NumberedSlice() {}

    /** Writes the NAL unit's beginning over what fills it. */
    static byte[] write(int number, boolean key, byte[] nal) {
        byte[] head = key ? KEY : INTER;
        System.arraycopy(head, 0, nal, 0, head.length);
        ByteBuffer out = ByteBuffer.wrap(nal);
        if (key) {
            int id = 256 + number % 256; // and one, as an Exp-Golomb code of 17 bits
            out.putShort(KEY.length, (short) (id << 2 | 0b10));
        }
        out.putInt(NUMBER_AT, number | MARK);
        return nal;
    }

    /** The number of a picture that came out. */
    static int number(MediaUnit unit) {
        return ByteBuffer.wrap(unit.payload()).getInt(4 + NUMBER_AT) & ~MARK;
    }
}
