package io.sipcast.demo;

import io.sipcast.demo.Canvas.Colour;

/** Capital letters, five pixels wide and seven high: the ones that are needed, without fonts. */
final class PixelFont {
    private static final int HEIGHT = 7;
    private static final int ADVANCE = 6;

    private PixelFont() {}

    /** How wide a text is before it is scaled. */
    static int width(String text) {
        return ADVANCE * text.length() - 1;
    }

    static void draw(Canvas canvas, String text, int left, int top, int scale, Colour colour) {
        for (int i = 0; i < text.length(); i++) {
            String rows = rows(text.charAt(i));
            for (int at = 0; at < rows.length(); at++) {
                if (rows.charAt(at) == '#') {
                    int x = left + (ADVANCE * i + at / HEIGHT) * scale;
                    canvas.fill(x, top + at % HEIGHT * scale, scale, scale, colour);
                }
            }
        }
    }

    /** Column by column, each from top to bottom. */
    private static String rows(char letter) {
        return switch (letter) {
            case 'A' -> " ######" + "#  #   " + "#  #   " + "#  #   " + " ######";
            case 'C' -> " ##### " + "#     #" + "#     #" + "#     #" + " #   # ";
            case 'I' -> "       " + "#     #" + "#######" + "#     #" + "       ";
            case 'P' -> "#######" + "#  #   " + "#  #   " + "#  #   " + " ##    ";
            case 'S' -> " ##  # " + "#  #  #" + "#  #  #" + "#  #  #" + " #  ## ";
            case 'T' -> "#      " + "#      " + "#######" + "#      " + "#      ";
            default -> throw new IllegalArgumentException("no letter " + letter);
        };
    }
}
