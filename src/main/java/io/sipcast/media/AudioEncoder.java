package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * Turns a continuous line of samples into coded frames. One thread at a time uses it; it never
 * waits. Opening one is slow and may be done off the loop; using and closing it is not.
 */
public interface AudioEncoder extends AutoCloseable {
    /** Takes coded frames in order. */
    @FunctionalInterface
    interface FrameSink {
        /**
         * Takes one frame.
         *
         * @param position the frame's first sample, counted in samples of the stream from the first
         *     one given to the encoder. What the encoder puts in front (priming) is taken off
         *     already: the first frame of AAC is at -1024 and holds only that
         * @param frame one raw frame, owned by the sink from now on
         */
        void frame(long position, byte[] frame);
    }

    /** Known from the start: the sequence header can be sent before the first sample comes. */
    Format.Audio format();

    /** How many samples a frame holds, of those that it is given. */
    int frameSamples();

    /** Which samples it is given: as many as the stream has, unless it says otherwise. */
    default Sampling sampling() {
        return Sampling.ALL;
    }

    /**
     * How many samples the next frame waits for, where it may be handed out before they come: 0
     * where it may not.
     */
    default int awaited() {
        return 0;
    }

    /**
     * Hands out the next frame, made with guesses in place of the {@link #awaited} samples, which
     * follow all the same: the window has nearly faded out where they are, and the next frame is
     * made of what they really are.
     *
     * @param guesses as many as are awaited, from 0 on
     */
    default void hurry(float[] guesses, FrameSink out) {
        throw new UnsupportedOperationException("frames wait for all their samples");
    }

    /**
     * Takes any number of samples and hands out every frame that they complete.
     *
     * @param samples the one channel, or the middle of two as {@link Pcm} has it; full scale is
     *     32768
     * @param side the side of two channels, at the same places; null: both are the same
     */
    void encode(float[] samples, float @Nullable [] side, int offset, int count, FrameSink out);

    /** The same with whole numbers. */
    default void encode(
            short[] samples, short @Nullable [] side, int offset, int count, FrameSink out) {
        encode(
                Pcm.floats(samples, offset, count),
                side == null ? null : Pcm.floats(side, offset, count),
                0,
                count,
                out);
    }

    /** The same with one channel of whole numbers. */
    default void encode(short[] samples, int offset, int count, FrameSink out) {
        encode(samples, null, offset, count, out);
    }

    /** Frees what is native. What waits for the rest of its frame is dropped. May be repeated. */
    @Override
    void close();
}
