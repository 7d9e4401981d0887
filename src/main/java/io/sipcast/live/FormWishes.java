package io.sipcast.live;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of one output's form; null leaves it as it is configured.
 *
 * @param slate when a picture is made up for a call
 * @param video whether pictures go through as they come
 */
public record FormWishes(Slate.@Nullable Mode slate, PictureForm.@Nullable Mode video) {
    /** All as configured. */
    public static final FormWishes NONE = new FormWishes(null, null);
}
