import io.sipcast.transcode.OpusDecoder;
import io.sipcast.transcode.OpusEncoder;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;

/** The CPU and the garbage that Opus takes for one call, and what a lost packet takes. */
final class OpusCost {
    private static final int SECONDS = 20;
    private static final int FRAME = 960;
    private static final ThreadMXBean CPU =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static void main(String[] args) {
        System.out.println("Opus, packets of 20 ms: share of one core per call");
        measure("voice 24k", OpusEncoder.Settings.VOICE);
        measure("voice 24k FEC", OpusEncoder.Settings.VOICE.withFec(10));
        measure("music 64k", new OpusEncoder.Settings(1, 64_000, false, false, 0, false));
        measure("stereo 96k", new OpusEncoder.Settings(2, 96_000, false, false, 0, false));
    }

    private static void measure(String name, OpusEncoder.Settings settings) {
        short[] sound = speechLike(settings.channels());
        byte[][] packets = new byte[50 * SECONDS][];
        long start = CPU.getCurrentThreadCpuTime();
        try (var encoder = new OpusEncoder(settings)) {
            for (int i = 0; i < packets.length; i++) {
                int at = i % 50 * FRAME * settings.channels();
                packets[i] = encoder.encode(sound, at, FRAME);
            }
        }
        double encoding = share(start);
        decode(packets, 0); // warms up
        start = CPU.getCurrentThreadCpuTime();
        long bytes = CPU.getCurrentThreadAllocatedBytes();
        decode(packets, 0);
        double decoding = share(start);
        long garbage = (CPU.getCurrentThreadAllocatedBytes() - bytes) / packets.length;
        start = CPU.getCurrentThreadCpuTime();
        decode(packets, 10);
        System.out.printf(
                "%-14s decoding %.2f %%, with each 10th packet lost %.2f %%, encoding %.2f %%, %d"
                        + " bytes handed out a packet%n",
                name, decoding, share(start), encoding, garbage);
    }

    private static void decode(byte[][] packets, int lostOf) {
        try (var decoder = new OpusDecoder()) {
            for (int i = 0; i < packets.length; i++) {
                if (lostOf > 0 && i % lostOf == lostOf / 2) {
                    decoder.conceal(FRAME);
                } else {
                    decoder.decode(packets[i], 0, packets[i].length);
                }
            }
        }
    }

    private static double share(long start) {
        return (CPU.getCurrentThreadCpuTime() - start) / 1e7 / SECONDS;
    }

    /** A voice's harmonics with some noise, swelling four times a second. */
    private static short[] speechLike(int channels) {
        var random = new Random(1);
        short[] samples = new short[48_000 * channels];
        double noise = 0;
        for (int i = 0; i < 48_000; i++) {
            double t = i / 48_000.0;
            double sum = 0;
            for (int harmonic = 1; harmonic <= 25; harmonic++) {
                sum += Math.sin(2 * Math.PI * 140 * harmonic * t) / harmonic;
            }
            noise += (random.nextGaussian() - noise) * 0.3;
            double swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * t);
            for (int channel = 0; channel < channels; channel++) {
                double pan = channel == 0 ? 1 : 0.5;
                samples[i * channels + channel] =
                        (short) (pan * (6000 * swell * sum + 300 * noise));
            }
        }
        return samples;
    }
}
