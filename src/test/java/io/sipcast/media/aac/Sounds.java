package io.sipcast.media.aac;

import java.util.Random;

/** Sounds to be coded, and what is measured of them. Full scale is 32768. */
final class Sounds {
    private Sounds() {}

    static float[] tone(int rateHz, double hertz, double amplitude, int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rateHz));
        }
        return samples;
    }

    /** Harmonics of a pitch that wanders, four syllables a second, with noise 40 dB below. */
    static float[] voice(int rateHz, int upToHz, int count) {
        float[] samples = noise(rateHz, 60, count);
        double phase = 0;
        for (int i = 0; i < count; i++) {
            double seconds = (double) i / rateHz;
            double pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds);
            phase += 2 * Math.PI * pitch / rateHz;
            double syllable = Math.pow(Math.sin(Math.PI * 4 * seconds), 2);
            double sum = 0;
            for (int harmonic = 1; harmonic * 170 < upToHz; harmonic++) {
                sum += Math.sin(harmonic * phase + harmonic * harmonic) / (1 + 0.3 * harmonic);
            }
            samples[i] += (float) (3000 * syllable * sum);
        }
        return samples;
    }

    /** White up to about 3 kHz. */
    static float[] noise(int rateHz, double amplitude, int count) {
        var random = new Random(3);
        float[] samples = new float[count];
        double keep = Math.exp(-2 * Math.PI * 3000 / rateHz);
        double once = 0;
        double twice = 0;
        for (int i = 0; i < count; i++) {
            once += (1 - keep) * (random.nextGaussian() * amplitude - once);
            twice += (1 - keep) * (once - twice);
            samples[i] = (float) twice;
        }
        return samples;
    }

    /** A burst of 1500 Hz that begins at once and is gone after 10 ms. */
    static float[] click(int rateHz, int at, int count) {
        float[] samples = new float[count];
        for (int i = 0; i < 2000; i++) {
            double decay = Math.exp(-i / 150.0);
            samples[at + i] = (float) (12_000 * decay * Math.sin(2 * Math.PI * 1500 * i / rateHz));
        }
        return samples;
    }

    static double amplitude(float[] samples, double hertz, int rateHz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.length; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hertz * i / rateHz);
            im += samples[i] * Math.sin(2 * Math.PI * hertz * i / rateHz);
        }
        return 2 * Math.hypot(re, im) / samples.length;
    }

    static double rms(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    static int loudest(float[] samples) {
        int at = 0;
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > Math.abs(samples[at])) {
                at = i;
            }
        }
        return at;
    }
}
