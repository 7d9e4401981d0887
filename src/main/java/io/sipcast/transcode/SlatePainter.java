package io.sipcast.transcode;

import java.util.Arrays;

/** The built-in slate: a dark picture with a title between two lines. */
final class SlatePainter {
    static final int BACKGROUND = 28;
    static final int LETTERS = 200;

    /** A little blue; ITU-R BT.601, 128 is none. */
    private static final int BLUE = 136;

    private static final int LINES = 90;
    private static final int LONGEST = 48;

    private final Picture picture;

    private SlatePainter(Picture picture) {
        this.picture = picture;
    }

    static Picture paint(int width, int height, String title) {
        var picture = new Picture(width, height);
        Arrays.fill(picture.luma(), (byte) BACKGROUND);
        Arrays.fill(picture.blue(), (byte) BLUE);
        Arrays.fill(picture.red(), (byte) 128);
        var painter = new SlatePainter(picture);
        if (!title.isBlank()) {
            painter.title(title.length() > LONGEST ? title.substring(0, LONGEST) : title);
        }
        return picture;
    }

    /** As large as fits into four fifths of the width, and a tenth of the height at most. */
    private void title(String text) {
        int wide = picture.width() * 4 / 5 / SlateFont.width(text);
        int high = picture.height() / 10 / SlateFont.HEIGHT;
        int scale = Math.max(1, Math.min(wide, high));
        int width = SlateFont.width(text) * scale;
        int height = SlateFont.HEIGHT * scale;
        int left = (picture.width() - width) / 2;
        int top = (picture.height() - height) / 2;
        for (int i = 0; i < text.length(); i++) {
            letter(text.charAt(i), left + i * SlateFont.ADVANCE * scale, top, scale);
        }
        int thick = Math.max(1, scale / 2);
        fill(left, top - height, width, thick, LINES);
        fill(left, top + 2 * height - thick, width, thick, LINES);
    }

    private void letter(char letter, int left, int top, int scale) {
        for (int column = 0; column < SlateFont.WIDTH; column++) {
            for (int row = 0; row < SlateFont.HEIGHT; row++) {
                if (SlateFont.on(letter, column, row)) {
                    fill(left + column * scale, top + row * scale, scale, scale, LETTERS);
                }
            }
        }
    }

    private void fill(int left, int top, int width, int height, int luma) {
        int from = Math.max(0, left);
        int to = Math.min(left + width, picture.width());
        for (int y = Math.max(0, top); y < Math.min(top + height, picture.height()); y++) {
            int row = y * picture.width();
            Arrays.fill(picture.luma(), row + from, row + Math.max(from, to), (byte) luma);
        }
    }
}
