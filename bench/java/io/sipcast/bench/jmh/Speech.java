package io.sipcast.bench.jmh;

import io.sipcast.media.Pcm;
import java.util.Random;

/**
 * A second of something like speech, always the same: the harmonics of a voice, which swells four
 * times a second, and noise as far up as the source has room for it.
 */
final class Speech {
    private static final double PITCH_HZ = 140;
    private static final int HARMONICS = 25; // 3.5 kHz: above it speech is noise
    private static final double LEVEL = 6000;
    private static final double NOISE_LEVEL = 300;
    private static final long BLOCK_NANOS = 20_000_000L;

    private Speech() {}

    /** At this rate, with all the frequencies that it has room for. */
    static short[] second(int rateHz) {
        return second(rateHz, rateHz);
    }

    /** At this rate, from a source of another. */
    static short[] second(int rateHz, int sourceRateHz) {
        var random = new Random(1);
        short[] samples = new short[rateHz];
        double noise = 0;
        for (int i = 0; i < rateHz; i++) {
            double seconds = (double) i / rateHz;
            double voice = voice(2 * Math.PI * PITCH_HZ * seconds);
            noise += (random.nextGaussian() - noise) * 0.3 * sourceRateHz / rateHz;
            double swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * seconds);
            samples[i] = (short) (LEVEL * swell * voice + NOISE_LEVEL * noise);
        }
        return samples;
    }

    /** All harmonics at this phase of the first one, each from the two below it. */
    private static double voice(double phase) {
        double twice = 2 * Math.cos(phase);
        double before = 0;
        double harmonic = Math.sin(phase);
        double sum = harmonic;
        for (int n = 2; n <= HARMONICS; n++) {
            double next = twice * harmonic - before;
            before = harmonic;
            harmonic = next;
            sum += harmonic / n;
        }
        return sum;
    }

    /** The samples of one block of 20 ms of a second. */
    static short[] block(short[] second, long number) {
        int count = second.length / 50;
        int from = (int) (number % 50) * count;
        short[] block = new short[count];
        System.arraycopy(second, from, block, 0, count);
        return block;
    }

    /** A second as blocks of 20 ms. */
    static Pcm[] blocks(int rateHz) {
        short[] second = second(rateHz);
        Pcm[] blocks = new Pcm[50];
        for (int i = 0; i < blocks.length; i++) {
            long start = i * BLOCK_NANOS;
            blocks[i] = new Pcm(start, start + BLOCK_NANOS, rateHz, block(second, i));
        }
        return blocks;
    }
}
