package io.sipcast.media;

/**
 * Makes the RTP payloads of one format, in their order: the counterpart of {@link AudioDecoder}. It
 * remembers what came before, so whoever has begun with it goes on with it. One thread at a time
 * uses it; it never waits.
 */
public interface AudioPayloadEncoder extends AutoCloseable {
    /** Of the samples that it takes; never changes. */
    int sampleRateHz();

    /**
     * The payload of one packet, owned by the caller.
     *
     * @param samples as many as a packet lasts: 20 ms unless the format has another grid
     */
    byte[] encode(short[] samples);

    /** Frees what is native. May be repeated. */
    @Override
    default void close() {}
}
