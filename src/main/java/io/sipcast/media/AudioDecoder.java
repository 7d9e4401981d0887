package io.sipcast.media;

import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the payloads of one source and one format, in their order. One thread at a time uses it;
 * it never waits.
 */
public interface AudioDecoder extends AutoCloseable {
    /** Of the samples that it gives out; never changes. */
    int sampleRateHz();

    /**
     * The samples of one payload, owned by the caller; none where it carries none (DTX).
     *
     * @throws io.sipcast.bytes.ProtocolException when the decoder can make nothing of it; the next
     *     payload may be good again
     */
    short[] decode(byte[] bytes, int offset, int length);

    /**
     * Samples in place of lost ones, as the codec itself makes them up from what came before.
     *
     * @return null when the codec has no such means
     */
    default short @Nullable [] conceal(int samples) {
        return null;
    }

    /**
     * What this payload, which is decoded next, knows of the lost one just before it (in-band FEC).
     *
     * @return null when it knows nothing
     */
    default short @Nullable [] recover(byte[] bytes, int offset, int length, int samples) {
        return null;
    }

    /**
     * What the pause sounds like that the payload decoded last announced (DTX).
     *
     * @return null while the sender goes on
     */
    default @Nullable ComfortNoise pause() {
        return null;
    }

    /** What comes next is of another source: nothing before it matters. */
    default void reset() {}

    /** Frees what is native. May be repeated. */
    @Override
    default void close() {}
}
