package io.sipcast.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Width and height of a picture, in pixels.
 *
 * @param width even, as colour has half the resolution
 * @param height even
 */
public record PictureSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{2,4})x(\\d{2,4})");
    private static final int LEAST = 64;
    private static final int MOST = 1920;

    /**
     * @throws IllegalArgumentException for odd numbers, and below 64 or above 1920
     */
    public PictureSize {
        if (!fits(width) || !fits(height)) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height);
        }
    }

    private static boolean fits(int length) {
        return length % 2 == 0 && length >= LEAST && length <= MOST;
    }

    static PictureSize parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new PictureSize(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
