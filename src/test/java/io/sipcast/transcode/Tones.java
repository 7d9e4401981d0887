package io.sipcast.transcode;

/** Sines, and what is found of them. */
public final class Tones {
    private Tones() {}

    public static short[] tone(int rateHz, double hertz, double amplitude, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rateHz));
        }
        return samples;
    }

    /** Of the sine of this frequency, over the second half: codecs take a while to adapt. */
    public static double amplitude(short[] samples, double hertz, int rateHz) {
        double cosine = 0;
        double sine = 0;
        int from = samples.length / 2;
        for (int i = from; i < samples.length; i++) {
            double angle = 2 * Math.PI * hertz * i / rateHz;
            cosine += samples[i] * Math.cos(angle);
            sine += samples[i] * Math.sin(angle);
        }
        return 2 * Math.hypot(cosine, sine) / (samples.length - from);
    }

    public static double rms(short[] samples) {
        double energy = 0;
        int from = samples.length / 2;
        for (int i = from; i < samples.length; i++) {
            energy += (double) samples[i] * samples[i];
        }
        return Math.sqrt(energy / (samples.length - from));
    }
}
