package io.sipcast.demo;

import static io.sipcast.demo.TestCard.FIRST_FLASH_PICTURE;
import static io.sipcast.demo.TestCard.FLASH_PICTURES;
import static io.sipcast.demo.TestCard.HEIGHT;
import static io.sipcast.demo.TestCard.PICTURES;
import static io.sipcast.demo.TestCard.PICTURES_PER_SECOND;
import static io.sipcast.demo.TestCard.WIDTH;

import io.sipcast.demo.Canvas.Colour;
import io.sipcast.transcode.Picture;

/**
 * Paints the pictures of the test card: colour bars, a grey scale and the name in a circle, a hand
 * that turns once a second, a block that crosses the picture once in the loop, and the flash.
 */
final class TestCardPainter {
    private static final double CENTRE_X = WIDTH / 2.0;
    private static final double CENTRE_Y = HEIGHT / 2.0;
    private static final double RADIUS = 166;
    private static final int GRID = 40;

    private static final String NAME = "SIPCAST";
    private static final int NAME_TOP = 158;
    private static final int NAME_SCALE = 6;

    private static final double DIAL_Y = 288;
    private static final double DIAL_RADIUS = 30;

    private static final int TRACK_TOP = 340;
    private static final int TRACK_HEIGHT = 10;
    private static final int BLOCK_WIDTH = 40;

    /** 75 % bars, white to blue. */
    private static final Colour[] BARS = {
        new Colour(180, 128, 128),
        new Colour(162, 44, 142),
        new Colour(131, 156, 44),
        new Colour(112, 72, 58),
        new Colour(84, 184, 198),
        new Colour(65, 100, 212),
        new Colour(35, 212, 114)
    };

    private static final Colour BACKGROUND = Colour.grey(70);
    private static final Colour LINES = Colour.grey(120);
    private static final Colour TRACK = Colour.grey(40);
    private static final Colour ORANGE = new Colour(140, 60, 186);

    private final Picture still = new Picture(WIDTH, HEIGHT);

    TestCardPainter() {
        Canvas canvas = new Canvas(still);
        canvas.fill(BACKGROUND);
        for (int x = GRID / 2; x < WIDTH; x += GRID) {
            canvas.fill(x, 0, 2, HEIGHT, LINES);
        }
        for (int y = GRID / 2; y < HEIGHT; y += GRID) {
            canvas.fill(0, y, WIDTH, 2, LINES);
        }
        paintCircle(canvas);
        canvas.ring(CENTRE_X, CENTRE_Y, RADIUS - 2, RADIUS + 1, Colour.WHITE);
        int left = (WIDTH - NAME_SCALE * PixelFont.width(NAME)) / 2;
        PixelFont.draw(canvas, NAME, left, NAME_TOP, NAME_SCALE, Colour.WHITE);
        canvas.fill(0, TRACK_TOP, WIDTH, TRACK_HEIGHT, TRACK);
    }

    private static void paintCircle(Canvas canvas) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (Math.hypot(x + 0.5 - CENTRE_X, y + 0.5 - CENTRE_Y) < RADIUS) {
                    canvas.set(x, y, inside(x, y));
                }
            }
        }
    }

    /** From top to bottom: bars, the band of the name, the grey scale, black under the dial. */
    private static Colour inside(int x, int y) {
        double across = (x - (CENTRE_X - RADIUS)) / (2 * RADIUS);
        if (y < 146) {
            return BARS[(int) (across * BARS.length)];
        }
        if (y >= 212 && y < 244) {
            int step = (int) (across * 12);
            return Colour.grey(16 + step * 219 / 11);
        }
        return Colour.BLACK;
    }

    /** The picture with this number in the loop. */
    Picture paint(int number) {
        Picture picture = new Picture(WIDTH, HEIGHT);
        Canvas canvas = new Canvas(picture);
        if (isFlash(number)) {
            canvas.fill(Colour.WHITE);
            return picture;
        }
        copy(still.luma(), picture.luma());
        copy(still.blue(), picture.blue());
        copy(still.red(), picture.red());
        double second = (double) (number % PICTURES_PER_SECOND) / PICTURES_PER_SECOND;
        canvas.ring(CENTRE_X, DIAL_Y, DIAL_RADIUS, DIAL_RADIUS + 3, Colour.WHITE);
        canvas.hand(CENTRE_X, DIAL_Y, DIAL_RADIUS - 5, second, ORANGE);
        canvas.disc(CENTRE_X, DIAL_Y, 4, ORANGE);
        int block = number * (WIDTH + BLOCK_WIDTH) / PICTURES - BLOCK_WIDTH;
        canvas.fill(block, TRACK_TOP, BLOCK_WIDTH, TRACK_HEIGHT, ORANGE);
        return picture;
    }

    private static boolean isFlash(int number) {
        int since = number % PICTURES_PER_SECOND - FIRST_FLASH_PICTURE;
        return since >= 0 && since < FLASH_PICTURES;
    }

    private static void copy(byte[] from, byte[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }
}
