package io.sipcast.media;

import java.util.random.RandomGenerator;

/**
 * White noise of -65 dBFS: too low to disturb, but no digital silence, which some bridges take for
 * a dead line.
 */
final class ComfortNoise {
    /** The root mean square of even chances from -a to a is a / sqrt(3): 18.5 of 32768. */
    private static final int AMPLITUDE = 32;

    private static final int VALUES = 2 * AMPLITUDE + 1;

    private int state;

    ComfortNoise(RandomGenerator random) {
        state = random.nextInt() | 1; // xorshift must not begin with nought
    }

    /** Writes noise from {@code from} on to the end. */
    void fill(short[] samples, int from) {
        for (int i = from; i < samples.length; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            samples[i] = (short) (Integer.remainderUnsigned(state, VALUES) - AMPLITUDE);
        }
    }
}
