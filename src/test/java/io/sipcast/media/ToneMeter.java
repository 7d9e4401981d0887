package io.sipcast.media;

/** Frequency and level of the middle half of a sound, which is to be one tone. */
public final class ToneMeter {
    private ToneMeter() {}

    /** By how often it crosses nought upwards. */
    public static double hz(short[] samples, int sampleRateHz) {
        int from = Math.max(1, samples.length / 4);
        int to = samples.length * 3 / 4;
        int crossings = 0;
        for (int i = from; i < to; i++) {
            crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
        }
        return (double) crossings * sampleRateHz / (to - from);
    }

    /** In decibels below full scale; a sine of full scale has -3. */
    public static double dbfs(short[] samples) {
        int from = samples.length / 4;
        int to = samples.length * 3 / 4;
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(sum / (to - from) / 32768 / 32768);
    }

    /** Samples of a tone, beginning at the given one. */
    public static short[] tone(int hz, int amplitude, int sampleRateHz, long first, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] =
                    (short) (amplitude * Math.sin(2 * Math.PI * hz * (first + i) / sampleRateHz));
        }
        return samples;
    }
}
