package io.sipcast.bench.jmh;

import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.SilentPayload;
import io.sipcast.transcode.FfmpegAudioCodecs;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Decoding a packet of 20 ms: 200,000 ns are 1 % of a core for a call. Payloads are random bits,
 * where any bits are a frame: the worst that may come; Speex is fed with silence. Any other {@link
 * AudioEncoding} may be asked for by {@code -p encoding=…}; Opus is in {@link Opus}.
 */
public class Decoding extends Measured {
    private static final int PACKETS = 50;

    @Param({
        "PCMU",
        "L16_16K",
        "G722",
        "G726_32",
        "G729",
        "ILBC",
        "GSM",
        "AMR",
        "AMR_WB",
        "SPEEX_16K"
    })
    AudioEncoding encoding = AudioEncoding.PCMU;

    private final byte[][] payloads = new byte[PACKETS][];
    private AudioDecoder decoder;
    private int next;

    /** Makes a second of packets. */
    @Setup
    public void open() {
        var form = new AudioPayload(96, encoding, parameters(encoding));
        decoder = new FfmpegAudioCodecs().decoder(form);
        SilentPayload silence = SilentPayload.of(encoding, form.parameters(), 20);
        var random = new Random(1);
        for (int i = 0; i < PACKETS; i++) {
            payloads[i] = payload(encoding, silence.toArray(), random);
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

    /** Random, but for what makes it a frame. */
    private static byte[] payload(AudioEncoding encoding, byte[] silence, Random random) {
        if (encoding.name().startsWith("SPEEX")) {
            return silence;
        }
        byte[] payload = new byte[silence.length];
        random.nextBytes(payload);
        switch (encoding) {
            case AMR, AMR_WB -> System.arraycopy(silence, 0, payload, 0, 2);
            case GSM -> payload[0] = (byte) (0xD0 | (payload[0] & 0xF));
            case ILBC -> payload[payload.length - 1] &= (byte) 0xFE; // not an empty frame
            default -> {}
        }
        return payload;
    }

    @Benchmark
    public short[] decodePacket() {
        byte[] payload = payloads[next];
        next = (next + 1) % PACKETS;
        return decoder.decode(payload, 0, payload.length);
    }

    /** Closes the decoder. */
    @TearDown
    public void close() {
        decoder.close();
    }
}
