import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.SilentPayload;
import io.sipcast.transcode.FfmpegAudioCodecs;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * The CPU that decoding takes for one call. Payloads are random bits, where any bits are a frame:
 * the worst that may come; Speex is fed with silence.
 */
final class CodecCost {
    private static final int SECONDS = 60;

    public static void main(String[] args) {
        System.out.println("Decoding one call's sound: share of one core");
        for (AudioEncoding encoding : AudioEncoding.values()) {
            if (!encoding.isComfortNoise()) {
                var form = new AudioPayload(96, encoding, parameters(encoding));
                measure(form, 20);
                double[] cost = measure(form, SECONDS);
                System.out.printf(
                        "%-15s %5d Hz  %.3f %%  %d bytes of garbage a packet%n",
                        encoding, encoding.sampleRateHz(), 100 * cost[0], (long) cost[1]);
            }
        }
    }

    /** The highest modes of AMR. */
    private static String parameters(AudioEncoding encoding) {
        return switch (encoding) {
            case AMR -> "octet-align=1;mode-set=7";
            case AMR_WB -> "octet-align=1;mode-set=8";
            case ILBC -> "mode=20";
            default -> "";
        };
    }

    /** CPU seconds for each second of sound, and bytes allocated for each packet. */
    private static double[] measure(AudioPayload form, int seconds) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SilentPayload silence = SilentPayload.of(form.encoding(), form.parameters(), 20);
        byte[][] payloads = new byte[50][];
        var random = new Random(1);
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = payload(form.encoding(), silence.toArray(), random);
        }
        int packets = seconds * 1000 / silence.millis();
        try (AudioDecoder decoder = new FfmpegAudioCodecs().decoder(form)) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < packets; i++) {
                byte[] payload = payloads[i % payloads.length];
                try {
                    decoder.decode(payload, 0, payload.length);
                } catch (ProtocolException e) {
                    throw new IllegalStateException(form + ": no frame", e);
                }
            }
            double cpu = (threads.getCurrentThreadCpuTime() - start) / 1e9 / seconds;
            double garbage = threads.getCurrentThreadAllocatedBytes() - bytes;
            return new double[] {cpu, garbage / packets};
        }
    }

    /** Random, but for what makes it a frame. */
    private static byte[] payload(AudioEncoding encoding, byte[] silence, Random random) {
        if (encoding.name().startsWith("SPEEX")) {
            return silence;
        }
        byte[] payload = new byte[silence.length];
        random.nextBytes(payload);
        switch (encoding) {
            case AMR, AMR_WB -> System.arraycopy(silence, 0, payload, 0, 2);
            case GSM -> payload[0] = (byte) (0xD0 | payload[0] & 0xF);
            case ILBC -> payload[payload.length - 1] &= (byte) 0xFE; // not an empty frame
            default -> {}
        }
        return payload;
    }
}
