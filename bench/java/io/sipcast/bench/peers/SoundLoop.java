package io.sipcast.bench.peers;

import io.sipcast.media.Voice;
import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Encoding;
import io.sipcast.transcode.OpusDecoder;
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

    /** Up to 3.3 kHz. */
    private static final double TELEPHONE_BAND = 0.82;

    /** Up to 2 kHz. */
    private static final double VOICE_BAND = 0.5;

    private static final int OPUS_RATE_HZ = 48_000;
    private static final int OPUS_PACKET = OPUS_RATE_HZ / 50;

    private final Encoding encoding;
    private final short[] samples;
    private final short[] voice;
    private final byte[][] payloads;

    private SoundLoop(Encoding encoding, short[] samples, byte[][] payloads) {
        this.encoding = encoding;
        this.samples = samples;
        voice = voice(samples);
        this.payloads = payloads;
    }

    /** 30 s of something like speech with noise below it, the same each time, as G.711. */
    public static SoundLoop pcmu() {
        short[] speech = speech();
        byte[] coded = new byte[speech.length];
        G711.PCMU.encode(speech, coded, 0);
        byte[][] payloads = new byte[PACKETS][];
        for (int i = 0; i < PACKETS; i++) {
            int from = i * PACKET_SAMPLES;
            payloads[i] = Arrays.copyOfRange(coded, from, from + PACKET_SAMPLES);
        }
        short[] heard = new short[speech.length];
        G711.PCMU.decode(coded, 0, heard);
        return new SoundLoop(Encoding.PCMU, heard, payloads);
    }

    /** The same as Opus, 24 kbit/s. */
    public static SoundLoop opus() {
        short[] wide = BandLimited.convert(speech(), RATE_HZ, OPUS_RATE_HZ);
        short[] heard = new short[wide.length];
        byte[][] payloads = new byte[PACKETS][];
        try (var encoder = new OpusEncoder(OpusEncoder.Settings.VOICE);
                var decoder = new OpusDecoder()) {
            for (int i = 0; i < PACKETS; i++) {
                int from = i * OPUS_PACKET;
                payloads[i] = encoder.encode(wide, from, OPUS_PACKET);
                short[] part = decoder.decode(payloads[i], 0, payloads[i].length);
                System.arraycopy(part, 0, heard, from, OPUS_PACKET);
            }
        }
        short[] narrow = BandLimited.convert(heard, OPUS_RATE_HZ, RATE_HZ);
        return new SoundLoop(Encoding.OPUS, narrow, payloads);
    }

    private static short[] speech() {
        short[] speech = BandLimited.lowPass(Voice.speech(RATE_HZ, SECONDS), TELEPHONE_BAND);
        Random random = new Random(711);
        for (int i = 0; i < speech.length; i++) {
            long noisy = speech[i] + Math.round(NOISE * random.nextGaussian());
            speech[i] = (short) Math.clamp(noisy, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return speech;
    }

    /** What a receiver hears who decodes it, mono at 8 kHz; not to be changed. */
    public short[] samples() {
        return samples;
    }

    /**
     * What sound is compared by: up to 2 kHz, where a slip of half a sample makes no difference.
     */
    static short[] voice(short[] samples) {
        return BandLimited.lowPass(samples, VOICE_BAND);
    }

    /** Likewise of {@link #samples}. */
    short[] voice() {
        return voice;
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
