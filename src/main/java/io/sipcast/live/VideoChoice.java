package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which track the pictures of one subscriber come from: its base (as they came, or a rendition), or
 * what stands in for that. Owned by the subscriber's thread.
 */
final class VideoChoice implements AutoCloseable {
    private final PictureChoice base;
    private final @Nullable Filler filler;
    private final boolean always;

    /**
     * A choice for one subscriber.
     *
     * @param filler of the pictures as they came; null: nothing stands in
     * @param always whether the filler is all there is
     */
    VideoChoice(PictureChoice base, @Nullable Filler filler, boolean always) {
        this.base = base;
        this.filler = filler;
        this.always = always;
    }

    /** Where they are to come from now. */
    Track now() {
        if (always && filler != null) {
            return filler.track();
        }
        Track track = base.track();
        Filler standIn = filler == null ? null : base.fillerOr(filler);
        return standIn != null && standIn.covers() ? standIn.track() : track;
    }

    /** Whether it is worth waiting for the first picture. */
    boolean catchingUp() {
        return !always && base.catchingUp();
    }

    boolean takes(MediaUnit unit) {
        return base.takes(unit);
    }

    /** Only a key frame helps now: where one can be made, it is. */
    void wantKeyFrame() {
        base.wantKeyFrame();
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    String reason() {
        return base.reason();
    }

    @Override
    public void close() {
        base.close();
    }
}
