package io.sipcast.live;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how PCM is to be encoded; encoded sound comes as it is
 * @param video what pictures may come as
 */
public record StreamForm(AacSpec audio, PictureForm video) {
    /** Pictures as they come, where they are H.264. */
    public StreamForm(AacSpec audio) {
        this(audio, PictureForm.DEFAULT);
    }

    public StreamForm with(PictureForm other) {
        return new StreamForm(audio, other);
    }
}
