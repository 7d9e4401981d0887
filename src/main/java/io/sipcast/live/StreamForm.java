package io.sipcast.live;

import org.jspecify.annotations.Nullable;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how sound is to be encoded that does not come as AAC
 * @param video what pictures may come as
 * @param slate when a picture is made up for a call
 * @param opus who gets Opus as it came
 * @param sound what is heard in place of the stream's own sound, at times; null: never anything
 */
public record StreamForm(
        AacSpec audio,
        PictureForm video,
        Slate.Mode slate,
        Opus opus,
        @Nullable SoundSwitch sound) {
    /** Opus for who says that he takes it, and never another sound. */
    public StreamForm(AacSpec audio, PictureForm video, Slate.Mode slate) {
        this(audio, video, slate, Opus.WHO_TAKES_IT, null);
    }

    /** Pictures as they come, where they are H.264, and the slate while the call has none. */
    public StreamForm(AacSpec audio) {
        this(audio, PictureForm.DEFAULT, Slate.Mode.AUTO);
    }

    /** The same with pictures in another form. */
    public StreamForm with(PictureForm other) {
        return new StreamForm(audio, other, slate, opus, sound);
    }

    /** The same with or without the slate. */
    public StreamForm with(Slate.Mode mode) {
        return new StreamForm(audio, video, mode, opus, sound);
    }

    /** The same with what one output is asked to be. */
    public StreamForm with(FormWishes wishes) {
        return new StreamForm(
                audio,
                wishes.video() == null ? video : video.with(wishes.video()),
                wishes.slate() == null ? slate : wishes.slate(),
                opus,
                sound);
    }

    /** The same with a sound that may be another one. */
    public StreamForm with(SoundSwitch other) {
        return new StreamForm(audio, video, slate, opus, other);
    }

    /** The same to be shown or remembered: a switch holds on to the output that it belongs to. */
    public StreamForm withoutSwitch() {
        return new StreamForm(audio, video, slate, opus, null);
    }

    /** The same with Opus for these. */
    public StreamForm with(Opus other) {
        return new StreamForm(audio, video, slate, other, sound);
    }

    /** The same for a peer that takes Opus. */
    public StreamForm withOpus() {
        return with(opus.taken());
    }

    /** The same for a peer that knows what FLV has numbers for, and stumbles over all else. */
    public StreamForm classic() {
        return with(video.withoutH265()).with(Opus.NOBODY);
    }

    /** Whether it is worth asking a peer if he takes Opus. */
    public boolean mayBeOpus() {
        return opus != Opus.NOBODY;
    }
}
