import io.sipcast.media.AacSettings;
import io.sipcast.media.AacSettings.Coder;
import io.sipcast.transcode.AacEncoder;
import java.lang.management.ManagementFactory;
import java.util.Random;

/** The CPU that AAC takes for one call: the floor of what an audio call can cost. */
final class AacCost {
    private static final int SECONDS = 60;

    public static void main(String[] args) {
        System.out.println("AAC-LC mono, 64 kbit/s, 8 kHz source: share of one core per call");
        for (int rate : new int[] {16_000, 48_000}) {
            for (Coder coder : Coder.values()) {
                var settings = new AacSettings(rate, 64_000, coder, 4000);
                measure(settings, 10);
                System.out.printf(
                        "%5d Hz %-8s %.2f %%%n", rate, coder, 100 * measure(settings, SECONDS));
            }
        }
    }

    /** CPU seconds for each second of sound. */
    private static double measure(AacSettings settings, int seconds) {
        var cpu = ManagementFactory.getThreadMXBean();
        short[] second = speechLike(settings.sampleRateHz());
        int block = settings.sampleRateHz() / 50;
        long[] bytes = {0};
        try (var encoder = new AacEncoder(settings)) {
            long start = cpu.getCurrentThreadCpuTime();
            for (int s = 0; s < seconds; s++) {
                for (int from = 0; from < second.length; from += block) {
                    encoder.encode(second, from, block, (_, frame) -> bytes[0] += frame.length);
                }
            }
            return (cpu.getCurrentThreadCpuTime() - start) / 1e9 / seconds;
        }
    }

    /** A voice's harmonics with some noise, swelling four times a second, below 4 kHz. */
    private static short[] speechLike(int rate) {
        var random = new Random(1);
        short[] samples = new short[rate];
        double noise = 0;
        for (int i = 0; i < rate; i++) {
            double t = (double) i / rate;
            double sum = 0;
            for (int harmonic = 1; harmonic <= 25; harmonic++) {
                sum += Math.sin(2 * Math.PI * 140 * harmonic * t) / harmonic;
            }
            noise += (random.nextGaussian() - noise) * 0.3;
            double swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * t);
            samples[i] = (short) (6000 * swell * sum + 300 * noise);
        }
        return samples;
    }
}
