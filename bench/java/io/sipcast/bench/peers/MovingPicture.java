package io.sipcast.bench.peers;

import io.sipcast.transcode.Picture;
import java.util.Random;

/**
 * Something to encode that moves as a speaker before a camera does: a textured ground, on which a
 * lit head sways and bars pass by, and the noise of the camera over all of it.
 */
final class MovingPicture {
    private static final int NOISE_BYTES = 1 << 16;
    private static final double TURN = 2 * Math.PI;

    private final int width;
    private final int height;
    private final int loop;
    private final byte[] noise = new byte[NOISE_BYTES];

    /**
     * Draws pictures of this size.
     *
     * @param loop after how many pictures the movement repeats
     */
    MovingPicture(int width, int height, int loop) {
        this.width = width;
        this.height = height;
        this.loop = loop;
        Random random = new Random(264);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) Math.round(1.5 * random.nextGaussian());
        }
    }

    Picture paint(int number) {
        var picture = new Picture(width, height);
        double turn = TURN * number / loop;
        ground(picture, turn, number);
        colour(picture, turn);
        PictureNumber.draw(picture, number);
        return picture;
    }

    private void ground(Picture picture, double turn, int number) {
        byte[] luma = picture.luma();
        double headX = width * (0.5 + 0.12 * Math.sin(3 * turn));
        double headY = height * (0.5 + 0.08 * Math.sin(5 * turn));
        double radius = height * 0.28;
        int bars = (int) (width * (double) number / loop);
        int grain = number * 7919;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = (x - headX) / radius;
                double dy = (y - headY) / (1.3 * radius);
                double distance = dx * dx + dy * dy;
                int value = distance < 1 ? head(dx, dy, distance) : wall(x, y, bars);
                luma[y * width + x] = (byte) Math.clamp(value + grain(x, y, grain), 16, 235);
            }
        }
    }

    private static int head(double dx, double dy, double distance) {
        double light = 170 - 60 * distance + 25 * dx;
        double features = 18 * Math.sin(9 * dx) * Math.sin(7 * dy);
        return (int) (light + features);
    }

    private int wall(int x, int y, int bars) {
        int texture = ((x * 31) ^ (y * 17)) & 15;
        boolean bar = y > height * 4 / 5 && ((x + bars) / 24) % 3 == 0;
        return bar ? 200 : 70 + texture + 40 * y / height;
    }

    private int grain(int x, int y, int offset) {
        return noise[(x + y * width + offset) & (NOISE_BYTES - 1)];
    }

    private void colour(Picture picture, double turn) {
        byte[] blue = picture.blue();
        byte[] red = picture.red();
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                int i = y * width / 2 + x;
                blue[i] = (byte) (128 + 20 * Math.sin(TURN * x / width + turn));
                red[i] = (byte) (128 + 20 * Math.cos(TURN * y / height + turn));
            }
        }
    }
}
