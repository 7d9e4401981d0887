package io.sipcast.bench.peers;

import io.sipcast.sdp.Encoding;

/**
 * Sound as RTP payloads of 20 ms that repeat. Encoded once and never changed: any thread may use
 * it.
 */
public final class SoundLoop {
    /** Samples of a packet at {@link #RATE_HZ}. */
    public static final int PACKET_SAMPLES = 160;

    /** Of {@link #samples}, whatever the codec. */
    public static final int RATE_HZ = 8000;

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
        throw new UnsupportedOperationException();
    }

    /** The same as Opus, 24 kbit/s. */
    public static SoundLoop opus() {
        throw new UnsupportedOperationException();
    }

    Encoding encoding() {
        return encoding;
    }

    /** What is heard, mono at 8 kHz; not to be changed. */
    public short[] samples() {
        return samples;
    }

    int packets() {
        return payloads.length;
    }

    byte[] payload(int packet) {
        return payloads[packet];
    }
}
