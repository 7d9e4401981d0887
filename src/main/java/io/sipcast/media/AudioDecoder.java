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
     * What {@link #decode}, {@link #conceal} or {@link #recover} gave last is the middle of two
     * channels; this is the side, (left - right) / 2, as many samples, owned by the caller.
     *
     * @return null when there was one channel
     */
    default short @Nullable [] side() {
        return null;
    }

    /**
     * How many samples of the lost payload just before this one {@link #recover} would give back
     * (in-band FEC); 0 when this payload knows nothing of it.
     */
    default int recoverable(byte[] bytes, int offset, int length) {
        return 0;
    }

    /**
     * The end of the lost payload just before this one, which is decoded next.
     *
     * @throws io.sipcast.bytes.ProtocolException when nothing can be made of it after all
     */
    default short[] recover(byte[] bytes, int offset, int length) {
        throw new IllegalStateException("nothing is recoverable");
    }

    /**
     * Whether the last payload said that the sender pauses (DTX): until the next one {@link
     * #conceal} makes comfort noise.
     */
    default boolean pauses() {
        return false;
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
