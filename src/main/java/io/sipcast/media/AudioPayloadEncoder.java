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

    /**
     * The peer asks for this codec mode in its own payloads, RFC 4867 §4.3.1; of no meaning but for
     * AMR. Holds until the next one.
     *
     * @param mode as it came: {@link io.sipcast.rtp.payload.AmrPayload#NO_REQUEST}, or one that
     *     there is not, leaves it to us
     */
    default void requestMode(int mode) {}

    /**
     * This share of what was sent last did not arrive, as the peer reports: whoever has the means
     * sends more of it twice (in-band FEC). Holds until the next one.
     *
     * @param percent 0 to 100
     */
    default void expectLoss(int percent) {}

    /** Frees what is native. May be repeated. */
    @Override
    default void close() {}
}
