package io.sipcast.media;

import java.util.Random;

/**
 * Something like speech, the same each time: syllables of vowels with a gliding pitch, hisses
 * between some of them, and pauses.
 */
public final class Voice {
    /** First three formants in hertz: a, e, i, o, u. */
    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}
    };

    private static final double[] BANDWIDTHS = {80, 110, 160};

    private Voice() {}

    public static short[] speech(int rateHz, int seconds) {
        Random random = new Random(1967);
        short[] samples = new short[rateHz * seconds];
        int at = rateHz / 5;
        while (at < samples.length) {
            int length = (int) (rateHz * (0.12 + 0.15 * random.nextDouble()));
            double[] vowel = VOWELS[random.nextInt(VOWELS.length)];
            if (random.nextInt(3) == 0) {
                at = hiss(samples, at, length / 2, rateHz, random);
            }
            at = vowel(samples, at, length, rateHz, vowel, random);
            at += random.nextInt(4) == 0 ? (int) (rateHz * 0.25) : rateHz / 50;
        }
        return samples;
    }

    /** Pulses of the glottis through one resonator after the other. */
    private static int vowel(
            short[] out, int from, int length, int rate, double[] formants, Random random) {
        double pitch = 110 + 60 * random.nextDouble();
        double glide = (random.nextDouble() - 0.5) * 40;
        double phase = 0;
        double[] state = new double[6];
        int end = Math.min(out.length, from + length);
        for (int i = from; i < end; i++) {
            double along = (double) (i - from) / length;
            phase += (pitch + glide * along) * (1 + 0.004 * random.nextGaussian()) / rate;
            double open = phase - Math.floor(phase);
            double source = open < 0.6 ? Math.sin(Math.PI * open / 0.6) : 0;
            source += 0.01 * random.nextGaussian();
            double sample = source - 0.5;
            for (int f = 0; f < formants.length; f++) {
                sample = resonate(sample, formants[f], BANDWIDTHS[f], rate, state, 2 * f);
            }
            add(out, i, 5_000 * sample * Math.sin(Math.PI * along));
        }
        return end;
    }

    private static int hiss(short[] out, int from, int length, int rate, Random random) {
        double[] state = new double[2];
        int end = Math.min(out.length, from + length);
        for (int i = from; i < end; i++) {
            double along = (double) (i - from) / length;
            double sample = resonate(random.nextGaussian(), 3_300, 900, rate, state, 0);
            add(out, i, 600 * sample * Math.sin(Math.PI * along));
        }
        return end;
    }

    private static double resonate(
            double in, double hz, double bandwidth, int rate, double[] state, int at) {
        double radius = StrictMath.exp(-Math.PI * bandwidth / rate);
        double turn = 2 * radius * StrictMath.cos(2 * Math.PI * hz / rate);
        double gain = 1 - turn + radius * radius;
        double out = gain * in + turn * state[at] - radius * radius * state[at + 1];
        state[at + 1] = state[at];
        state[at] = out;
        return out;
    }

    private static void add(short[] out, int at, double value) {
        out[at] = (short) Math.clamp(out[at] + Math.round(value), -32_768, 32_767);
    }
}
