package io.sipcast.live;

/**
 * Encodes what the sound of a call has between the Opus packets of the callee: one channel at 48
 * kHz. One thread at a time uses it; it never waits.
 */
public interface OpusGapEncoder extends AutoCloseable {
    /**
     * What is encoded next follows this packet, which another encoder made: it is of the same kind,
     * so that the decoder goes on as if it were one stream, and needs nothing of what was encoded
     * here before.
     *
     * @param samples of that packet
     */
    void follow(byte[] packet, short[] samples);

    /**
     * The packet for these samples, owned by the caller.
     *
     * @param samples 10 or 20 ms
     */
    byte[] encode(short[] samples);

    @Override
    void close();
}
