package io.sipcast.config;

/** In pixels, both even. */
public record PictureSize(int width, int height) {
    private static final int LEAST = 16;
    private static final int MOST = 4096;

    public PictureSize {
        if (!isSide(width) || !isSide(height)) {
            throw new IllegalArgumentException("pictures of " + width + "x" + height);
        }
    }

    private static boolean isSide(int pixels) {
        return pixels >= LEAST && pixels <= MOST && pixels % 2 == 0;
    }

    /** Reads {@code 1280x720}. */
    static PictureSize parse(String text) {
        String[] sides = text.split("x", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException(text);
        }
        return new PictureSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
