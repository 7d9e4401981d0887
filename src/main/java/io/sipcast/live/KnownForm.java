package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import org.jspecify.annotations.Nullable;

/** What is known of a stream's form, to tell what is news. On the publisher's loop. */
final class KnownForm {
    private @Nullable Format pictures;
    private boolean sound;

    /** Whether pictures, their form or sound come for the first time with this unit. */
    boolean isNews(MediaUnit unit) {
        if (!unit.isVideo()) {
            return isFirstSound();
        }
        if (!unit.key() || unit.format().equals(pictures)) {
            return false;
        }
        pictures = unit.format();
        return true;
    }

    boolean isFirstSound() {
        boolean first = !sound;
        sound = true;
        return first;
    }
}
