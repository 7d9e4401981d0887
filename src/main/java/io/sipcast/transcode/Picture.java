package io.sipcast.transcode;

import java.util.Arrays;

/**
 * One picture in 4:2:0: a plane of luma and two of chroma with half its width and height, all
 * without padding. The arrays are handed on, not copied.
 */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;

    /** A black picture to draw on. */
    public Picture(int width, int height) {
        if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("a 4:2:0 picture of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        luma = new byte[width * height];
        blue = new byte[luma.length / 4];
        red = new byte[luma.length / 4];
        Arrays.fill(luma, (byte) 16);
        Arrays.fill(blue, (byte) 128);
        Arrays.fill(red, (byte) 128);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Y, 16 (black) to 235 (white), {@code width} to a row. */
    public byte[] luma() {
        return luma;
    }

    /** Cb, 128 for no colour, {@code width / 2} to a row. */
    public byte[] blue() {
        return blue;
    }

    /** Cr, 128 for no colour, {@code width / 2} to a row. */
    public byte[] red() {
        return red;
    }
}
