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
 * @param source what kind of publisher it is
 */
public record Publication(
        Executor loop,
        Audio audio,
        boolean video,
        Runnable keyFrame,
        Runnable close,
        Source source) {
    /** Where a stream comes from. */
    public enum Source {
        CALL,
        /** An encoder that connected to the embedded server. */
        PUBLISHER,
        /** Another server, from which it was pulled. */
        PULL
    }

    /** A call where sound comes as samples, else an encoder. */
    public Publication(
            Executor loop, Audio audio, boolean video, Runnable keyFrame, Runnable close) {
        this(
                loop,
                audio,
                video,
                keyFrame,
                close,
                audio == Audio.PCM ? Source.CALL : Source.PUBLISHER);
    }

    /** The same from another source. */
    public Publication from(Source other) {
        return new Publication(loop, audio, video, keyFrame, close, other);
    }

    /** One that nobody else may end. */
    public Publication(Executor loop, Audio audio, boolean video, Runnable keyFrame) {
        this(loop, audio, video, keyFrame, () -> {});
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
