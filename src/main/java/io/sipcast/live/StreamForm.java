package io.sipcast.live;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how PCM is to be encoded; encoded sound comes as it is
 * @param slate when a picture is made up for a call
 */
public record StreamForm(AacSpec audio, Slate.Mode slate) {
    /** With the slate while the call has no pictures. */
    public StreamForm(AacSpec audio) {
        this(audio, Slate.Mode.AUTO);
    }

    /** The same with or without the slate. */
    public StreamForm with(Slate.Mode mode) {
        return new StreamForm(audio, mode);
    }
}
