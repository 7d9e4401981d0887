package io.sipcast.media;

/**
 * Two channels as {@link Pcm} has them. Neither can clip, and both together give back left and
 * right to within one step.
 */
public final class MiddleAndSide {
    private MiddleAndSide() {}

    /**
     * (left + right) / 2.
     *
     * @param interleaved left and right in turns
     */
    public static short[] middle(short[] interleaved) {
        short[] middle = new short[interleaved.length / 2];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (short) ((interleaved[2 * i] + interleaved[2 * i + 1]) >> 1);
        }
        return middle;
    }

    /** (left - right) / 2. */
    public static short[] side(short[] interleaved) {
        short[] side = new short[interleaved.length / 2];
        for (int i = 0; i < side.length; i++) {
            side[i] = (short) ((interleaved[2 * i] - interleaved[2 * i + 1]) >> 1);
        }
        return side;
    }
}
