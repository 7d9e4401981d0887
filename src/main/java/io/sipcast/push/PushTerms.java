package io.sipcast.push;

import io.sipcast.live.FormWishes;
import io.sipcast.live.SoundSwitch;
import org.jspecify.annotations.Nullable;

/**
 * What is special about one push.
 *
 * @param form what is asked of it
 * @param sound what is heard in place of the stream's sound; null: nothing ever
 * @param opusAsItComes whether a target that takes Opus gets it although there is a sound that may
 *     come in place of the stream's: that is silence there
 * @param over called once, when the push has ended for good
 * @param changed called whenever it looks different, on its loop; it must not wait
 */
public record PushTerms(
        FormWishes form,
        @Nullable SoundSwitch sound,
        boolean opusAsItComes,
        Runnable over,
        Runnable changed) {
    /** Of one that nobody looks at, whose sound may be replaced. */
    public PushTerms(FormWishes form, @Nullable SoundSwitch sound, Runnable over) {
        this(form, sound, false, over, () -> {});
    }

    /** A push in this form that nobody controls. */
    public static PushTerms of(FormWishes form) {
        return new PushTerms(form, null, true, () -> {}, () -> {});
    }
}
