package io.sipcast.bench.peers;

import io.sipcast.media.Voice;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Encoding;
import io.sipcast.transcode.OpusEncoder;
import java.util.Arrays;
import java.util.Random;

/**
 * Sound as RTP payloads of 20 ms that repeat. Encoded once and never changed: any thread may use
 * it.
 */
public final class SoundLoop {
    /** Of {@link #samples}, whatever the codec. */
    public static final int RATE_HZ = 8000;

    /** Samples of a packet at {@link #RATE_HZ}. */
    public static final int PACKET_SAMPLES = 160;

    private static final int SECONDS = 30;
    private static final int PACKETS = SECONDS * RATE_HZ / PACKET_SAMPLES;

    /** The noise of a quiet room in a telephone: 55 dB below the loudest sample. */
    private static final double NOISE = 60;

    private static final int OPUS_RATE_HZ = 48_000;

    private final Encoding encoding;
    private final short[] samples;
    private final byte[][] payloads;

    private SoundLoop(Encoding encoding, short[] samples, byte[][] payloads) {
        this.encoding = encoding;
        this.samples = samples;
        this.payloads = payloads;
    }

    /** 30 s of something like speech with noise below it, the same each time, as G.711. */
    public static SoundLoop pcmu() {
        short[] speech = speech();
        byte[][] payloads = new byte[PACKETS][PACKET_SAMPLES];
        for (int i = 0; i < PACKETS; i++) {
            int from = i * PACKET_SAMPLES;
            short[] part = Arrays.copyOfRange(speech, from, from + PACKET_SAMPLES);
            G711.PCMU.encode(part, payloads[i], 0);
        }
        return new SoundLoop(Encoding.PCMU, speech, payloads);
    }

    /** The same as Opus, 24 kbit/s. */
    public static SoundLoop opus() {
        short[] speech = speech();
        short[] wide = BandLimited.convert(speech, RATE_HZ, OPUS_RATE_HZ);
        int packet = OPUS_RATE_HZ / 50;
        byte[][] payloads = new byte[PACKETS][];
        try (var encoder = new OpusEncoder(OpusEncoder.Settings.VOICE)) {
            for (int i = 0; i < PACKETS; i++) {
                payloads[i] = encoder.encode(wide, i * packet, packet);
            }
        }
        return new SoundLoop(Encoding.OPUS, speech, payloads);
    }

    private static short[] speech() {
        short[] speech = Voice.speech(RATE_HZ, SECONDS);
        Random random = new Random(711);
        for (int i = 0; i < speech.length; i++) {
            long noisy = speech[i] + Math.round(NOISE * random.nextGaussian());
            speech[i] = (short) Math.clamp(noisy, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return speech;
    }

    /** What is heard, mono at 8 kHz; not to be changed. */
    public short[] samples() {
        return samples;
    }

    Encoding encoding() {
        return encoding;
    }

    /** On the clock of the timestamps, in a packet. */
    int packetTicks() {
        return encoding.clockRateHz() / 50;
    }

    int packets() {
        return payloads.length;
    }

    byte[] payload(int packet) {
        return payloads[packet];
    }
}
