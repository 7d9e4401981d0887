package io.sipcast.api;

import io.sipcast.live.FormWishes;
import io.sipcast.live.PictureForm;
import io.sipcast.live.Slate;

/** The fields {@code slate} and {@code video}: in which form one output is to get its stream. */
public final class FormFields {
    private static final String SLATE = "slate";
    private static final String VIDEO = "video";

    private FormFields() {}

    /**
     * Reads both; what is absent stays as it is configured.
     *
     * @throws Problem 400 that names the one that is neither of its words
     */
    public static FormWishes read(Fields body) {
        return new FormWishes(
                body.choice(SLATE, Slate.Mode.class), body.choice(VIDEO, PictureForm.Mode.class));
    }

    /**
     * Reads both from two places, of which the first counts.
     *
     * @throws Problem likewise
     */
    public static FormWishes read(Fields first, Fields second) {
        FormWishes one = read(first);
        FormWishes other = read(second);
        return new FormWishes(
                one.slate() == null ? other.slate() : one.slate(),
                one.video() == null ? other.video() : one.video());
    }
}
