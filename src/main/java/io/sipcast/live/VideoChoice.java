package io.sipcast.live;

import org.jspecify.annotations.Nullable;

/** Which track the pictures of one subscriber come from: its base, or what stands in for that. */
final class VideoChoice {
    private final Track base;
    private final @Nullable Filler filler;

    /**
     * A choice for one subscriber.
     *
     * @param base where its pictures come from as a rule: as they came, or in another form
     * @param filler of that base; null: there is none
     */
    VideoChoice(Track base, @Nullable Filler filler) {
        this.base = base;
        this.filler = filler;
    }

    /** Where they come from as a rule. */
    Track base() {
        return base;
    }

    /** Where they are to come from now. Any thread. */
    Track now() {
        return filler != null && filler.covers() ? filler.track() : base;
    }
}
