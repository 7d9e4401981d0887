package io.sipcast.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How like the pictures of one recording are to those of another: what a decoder makes of pictures
 * whose references are missing is like none of the original.
 */
public final class Likeness {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 54;
    private static final int SIZE = WIDTH * HEIGHT;

    private final byte[] original;

    /**
     * To the pictures of this recording.
     *
     * @param pictures how many of them, from the first on, are looked at
     */
    public Likeness(Recording original, int pictures) {
        byte[] luma = original.luma(WIDTH, HEIGHT);
        this.original = Arrays.copyOf(luma, Math.min(luma.length, pictures * SIZE));
    }

    /** For each picture the PSNR in dB to the one of the original that it is most like. */
    public List<Double> of(Recording recording) {
        byte[] luma = recording.luma(WIDTH, HEIGHT);
        List<Double> likeness = new ArrayList<>();
        for (int at = 0; at + SIZE <= luma.length; at += SIZE) {
            likeness.add(best(luma, at));
        }
        return likeness;
    }

    private double best(byte[] luma, int at) {
        long least = Long.MAX_VALUE;
        for (int from = 0; from + SIZE <= original.length; from += SIZE) {
            least = Math.min(least, squares(luma, at, from, least));
        }
        double mean = Math.max(least / (double) SIZE, 1e-3);
        return 10 * Math.log10(255 * 255 / mean);
    }

    /** The sum of the squares of what differs; it need not be exact once it is over the limit. */
    private long squares(byte[] luma, int at, int from, long limit) {
        long sum = 0;
        for (int row = 0; row < SIZE && sum < limit; row += WIDTH) {
            for (int i = row; i < row + WIDTH; i++) {
                int difference = (luma[at + i] & 0xFF) - (original[from + i] & 0xFF);
                sum += (long) difference * difference;
            }
        }
        return sum;
    }
}
