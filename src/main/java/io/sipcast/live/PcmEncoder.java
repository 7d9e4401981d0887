package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;

/** Makes encoded frames of a continuous timeline. Used by one thread; time is in the blocks. */
public interface PcmEncoder extends AutoCloseable {
    /**
     * Encodes the block that follows the last one.
     *
     * @param out takes each frame as it is complete, with the stream time of its first sample
     */
    void encode(Pcm block, Sink<? super MediaUnit> out);

    @Override
    void close();

    /** Opens encoders; takes milliseconds, so the hub calls it on a thread that may wait. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens an encoder.
         *
         * @param first the block that the encoder will be given first: its rate and start
         * @throws IllegalStateException when the codec refuses the parameters
         */
        PcmEncoder open(AacSpec spec, Pcm first);
    }
}
