package io.sipcast.live;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how PCM is to be encoded; encoded sound comes as it is
 * @param video what pictures may come as
 * @param slate when a picture is made up for a call
 */
public record StreamForm(AacSpec audio, PictureForm video, Slate.Mode slate) {
    /** Pictures as they come, where they are H.264, and the slate while the call has none. */
    public StreamForm(AacSpec audio) {
        this(audio, PictureForm.DEFAULT, Slate.Mode.AUTO);
    }

    /** The same with pictures in another form. */
    public StreamForm with(PictureForm other) {
        return new StreamForm(audio, other, slate);
    }

    /** The same with or without the slate. */
    public StreamForm with(Slate.Mode mode) {
        return new StreamForm(audio, video, mode);
    }
}
