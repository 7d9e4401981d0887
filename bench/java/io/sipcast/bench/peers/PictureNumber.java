package io.sipcast.bench.peers;

import io.sipcast.transcode.Picture;
import java.util.Arrays;

/**
 * A number in the upper left corner of a picture, as squares that are light for 1 and dark for 0:
 * 101, nine bits, and one that makes the count of light ones even. It survives coding.
 */
final class PictureNumber {
    private static final int BITS = 9;
    private static final int SQUARES = 13;
    private static final int START = 0b101;
    private static final int SIDE = 16;
    private static final int LIGHT = 210;
    private static final int DARK = 30;
    private static final int BETWEEN = 120;

    private PictureNumber() {}

    static void draw(Picture picture, int number) {
        int bits = (START << BITS) | (number & ((1 << BITS) - 1));
        int even = (bits << 1) | (Integer.bitCount(bits) & 1);
        for (int square = 0; square < SQUARES; square++) {
            boolean light = ((even >>> (SQUARES - 1 - square)) & 1) != 0;
            fill(picture, square, (byte) (light ? LIGHT : DARK));
        }
    }

    private static void fill(Picture picture, int square, byte value) {
        byte[] luma = picture.luma();
        for (int y = 0; y < SIDE; y++) {
            int from = y * picture.width() + square * SIDE;
            Arrays.fill(luma, from, from + SIDE, value);
        }
    }

    /** The number; -1 when there is none, or not a clear one. */
    static int read(Picture picture) {
        if (picture.width() < SQUARES * SIDE || picture.height() < SIDE) {
            return -1;
        }
        int even = 0;
        for (int square = 0; square < SQUARES; square++) {
            even = even << 1 | (middle(picture, square) > BETWEEN ? 1 : 0);
        }
        boolean valid = even >>> (BITS + 1) == START && Integer.bitCount(even) % 2 == 0;
        return valid ? even >>> 1 & ((1 << BITS) - 1) : -1;
    }

    /** The mean of what is inside, apart from the edges. */
    private static int middle(Picture picture, int square) {
        int sum = 0;
        for (int y = SIDE / 4; y < 3 * SIDE / 4; y++) {
            for (int x = SIDE / 4; x < 3 * SIDE / 4; x++) {
                sum += picture.luma()[y * picture.width() + square * SIDE + x] & 0xFF;
            }
        }
        return sum / (SIDE / 2 * SIDE / 2);
    }
}
