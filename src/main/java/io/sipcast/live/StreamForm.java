package io.sipcast.live;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how sound is to be encoded that does not come as AAC
 * @param video what pictures may come as
 * @param slate when a picture is made up for a call
 * @param opus who gets Opus as it came
 */
public record StreamForm(AacSpec audio, PictureForm video, Slate.Mode slate, Opus opus) {
    /** Opus for who says that he takes it. */
    public StreamForm(AacSpec audio, PictureForm video, Slate.Mode slate) {
        this(audio, video, slate, Opus.WHO_TAKES_IT);
    }

    /** Pictures as they come, where they are H.264, and the slate while the call has none. */
    public StreamForm(AacSpec audio) {
        this(audio, PictureForm.DEFAULT, Slate.Mode.AUTO);
    }

    /** The same with pictures in another form. */
    public StreamForm with(PictureForm other) {
        return new StreamForm(audio, other, slate, opus);
    }

    /** The same with or without the slate. */
    public StreamForm with(Slate.Mode mode) {
        return new StreamForm(audio, video, mode, opus);
    }

    /** The same for a peer that takes Opus. */
    public StreamForm withOpus() {
        return new StreamForm(audio, video, slate, opus.taken());
    }

    /** Whether it is worth asking a peer if he takes Opus. */
    public boolean mayBeOpus() {
        return opus != Opus.NOBODY;
    }
}
