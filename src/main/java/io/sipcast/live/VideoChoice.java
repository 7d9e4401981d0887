package io.sipcast.live;

/** Which track the pictures of one subscriber come from: its base, and what stands in for that. */
final class VideoChoice {
    private final Track base;

    VideoChoice(Track base) {
        this.base = base;
    }

    /** Where they come from as a rule. */
    Track base() {
        return base;
    }

    /** Where they are to come from now. Any thread. */
    Track now() {
        return base;
    }
}
