package io.sipcast.demo;

import io.sipcast.transcode.Picture;

/** Draws plain shapes into a picture, at whole pixels; chroma has half the resolution. */
final class Canvas {
    /** A colour of ITU-R BT.601 in its narrow range. */
    record Colour(int luma, int blue, int red) {
        static final Colour BLACK = grey(16);
        static final Colour WHITE = grey(235);

        static Colour grey(int luma) {
            return new Colour(luma, 128, 128);
        }
    }

    private final Picture picture;

    Canvas(Picture picture) {
        this.picture = picture;
    }

    void fill(int left, int top, int width, int height, Colour colour) {
        int right = Math.min(left + width, picture.width());
        int bottom = Math.min(top + height, picture.height());
        for (int y = Math.max(0, top); y < bottom; y++) {
            for (int x = Math.max(0, left); x < right; x++) {
                set(x, y, colour);
            }
        }
    }

    void fill(Colour colour) {
        fill(0, 0, picture.width(), picture.height(), colour);
    }

    void set(int x, int y, Colour colour) {
        picture.luma()[y * picture.width() + x] = (byte) colour.luma();
        int chroma = y / 2 * (picture.width() / 2) + x / 2;
        picture.blue()[chroma] = (byte) colour.blue();
        picture.red()[chroma] = (byte) colour.red();
    }

    /** A disc with a soft edge in luma. */
    void disc(double centreX, double centreY, double radius, Colour colour) {
        ring(centreX, centreY, 0, radius, colour);
    }

    /** What lies between two radii, with soft edges in luma. */
    void ring(double centreX, double centreY, double inner, double outer, Colour colour) {
        int top = Math.max(0, (int) (centreY - outer - 1));
        int bottom = Math.min(picture.height(), (int) (centreY + outer + 2));
        int left = Math.max(0, (int) (centreX - outer - 1));
        int right = Math.min(picture.width(), (int) (centreX + outer + 2));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double distance = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY);
                double cover = Math.min(outer - distance, distance - inner) + 0.5;
                blend(x, y, Math.clamp(cover, 0, 1), colour);
            }
        }
    }

    private void blend(int x, int y, double cover, Colour colour) {
        if (cover > 0) {
            int at = y * picture.width() + x;
            int below = picture.luma()[at] & 0xFF;
            long luma = Math.round(below + cover * (colour.luma() - below));
            if (cover >= 0.5) {
                set(x, y, colour);
            }
            picture.luma()[at] = (byte) luma;
        }
    }

    /** The outline of a hand from the centre of a dial; {@code turn} 0 points up. */
    void hand(double centreX, double centreY, double length, double turn, Colour colour) {
        double angle = 2 * Math.PI * turn;
        for (double at = 0; at <= length; at += 0.5) {
            double x = centreX + at * Math.sin(angle);
            double y = centreY - at * Math.cos(angle);
            fill((int) x - 1, (int) y - 1, 3, 3, colour);
        }
    }
}
