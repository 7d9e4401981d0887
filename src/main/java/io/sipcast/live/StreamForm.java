package io.sipcast.live;

import org.jspecify.annotations.Nullable;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how PCM is to be encoded; encoded sound comes as it is
 * @param video what pictures may come as
 * @param slate when a picture is made up for a call
 * @param sound what is heard in place of the stream's own sound, at times; null: never anything
 */
public record StreamForm(
        AacSpec audio, PictureForm video, Slate.Mode slate, @Nullable SoundSwitch sound) {
    /** Without another sound. */
    public StreamForm(AacSpec audio, PictureForm video, Slate.Mode slate) {
        this(audio, video, slate, null);
    }

    /** Pictures as they come, where they are H.264, and the slate while the call has none. */
    public StreamForm(AacSpec audio) {
        this(audio, PictureForm.DEFAULT, Slate.Mode.AUTO);
    }

    /** The same with pictures in another form. */
    public StreamForm with(PictureForm other) {
        return new StreamForm(audio, other, slate, sound);
    }

    /** The same with or without the slate. */
    public StreamForm with(Slate.Mode mode) {
        return new StreamForm(audio, video, mode, sound);
    }

    /** The same with what one output is asked to be. */
    public StreamForm with(FormWishes wishes) {
        return new StreamForm(
                audio,
                wishes.video() == null ? video : video.with(wishes.video()),
                wishes.slate() == null ? slate : wishes.slate(),
                sound);
    }

    /** The same with a sound that may be another one. */
    public StreamForm with(SoundSwitch other) {
        return new StreamForm(audio, video, slate, other);
    }
}
