package io.sipcast.bench.jmh;

import io.sipcast.media.Pcm;
import java.util.Random;

/**
 * A second of something like speech, always the same: the harmonics of a voice and noise, swelling
 * four times a second, up to the highest frequency that a narrower source has.
 */
final class Speech {
    private static final double PITCH_HZ = 140;
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
        int harmonics = (int) (0.9 * sourceRateHz / 2 / PITCH_HZ);
        short[] samples = new short[rateHz];
        double noise = 0;
        for (int i = 0; i < rateHz; i++) {
            double seconds = (double) i / rateHz;
            double voice = 0;
            for (int harmonic = 1; harmonic <= harmonics; harmonic++) {
                voice += Math.sin(2 * Math.PI * PITCH_HZ * harmonic * seconds) / harmonic;
            }
            noise += (random.nextGaussian() - noise) * 0.3 * sourceRateHz / rateHz;
            double swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * seconds);
            samples[i] = (short) (LEVEL * swell * voice + NOISE_LEVEL * noise);
        }
        return samples;
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
