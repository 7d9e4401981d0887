package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;

/**
 * Turns the pictures of a source into H.264. Used by one thread at a time, never by a loop: each
 * picture takes milliseconds.
 */
public interface PictureTranscoder extends AutoCloseable {
    /**
     * Takes the next picture in decoding order; the first is a key frame. The format may be another
     * with each key frame.
     *
     * @param shown false where it is too late for this one: it is decoded for those that need it,
     *     and not encoded
     * @param key whether it must become a key frame, if it is shown
     * @param out takes what is ready, times as the source's presentation times; the first is a key
     *     frame
     * @throws io.sipcast.bytes.ProtocolException when it cannot be decoded; the next key frame may
     *     be
     */
    void transcode(MediaUnit picture, boolean shown, boolean key, Sink<? super MediaUnit> out);

    @Override
    void close();

    /** Opens transcoders; takes milliseconds. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens a transcoder.
         *
         * @param picturesPerSecond of the source, as far as one can tell
         * @throws IllegalStateException when a codec refuses the parameters
         */
        PictureTranscoder open(H264Spec spec, Format.Video source, double picturesPerSecond);
    }
}
