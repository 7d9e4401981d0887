package io.sipcast.live;

import java.util.concurrent.Executor;

/**
 * What a publisher says of itself when it opens a stream.
 *
 * @param loop the thread that adds to the stream
 * @param audio in which form its sound comes
 * @param video whether pictures are expected
 * @param keyFrame asks the source for a key frame; called on {@code loop}
 * @param close ends the publishing; called on any thread, returns at once
 * @param source what publishes
 */
public record Publication(
        Executor loop,
        Audio audio,
        boolean video,
        Runnable keyFrame,
        Runnable close,
        Source source) {
    /** What publishes a stream. */
    public enum Source {
        CALL,
        /** A client of our RTMP server. */
        PUBLISHER,
        /** We, from another server. */
        PULL
    }

    /** One of a client. */
    public Publication(
            Executor loop, Audio audio, boolean video, Runnable keyFrame, Runnable close) {
        this(loop, audio, video, keyFrame, close, Source.PUBLISHER);
    }

    /** The same from another source. */
    public Publication by(Source other) {
        return new Publication(loop, audio, video, keyFrame, close, other);
    }

    /** One that nobody else may end. */
    public Publication(Executor loop, Audio audio, boolean video, Runnable keyFrame) {
        this(loop, audio, video, keyFrame, () -> {}, Source.PUBLISHER);
    }

    /** In which form the sound of a stream comes. */
    public enum Audio {
        NONE,
        /** A continuous timeline of samples, from a call: encoded on demand. */
        PCM,
        /** Encoded frames, from an RTMP publisher: handed on as they are. */
        UNITS
    }
}
