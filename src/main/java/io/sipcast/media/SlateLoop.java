package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/** Shows a slate over and over: a picture each second, a key frame when it is wanted. */
final class SlateLoop {
    private static final long PICTURE_NANOS = 1_000_000_000L;

    /** A peer that asks without end gets no flood. */
    private static final long KEY_NANOS = 300_000_000L;

    private final Slate slate;
    private int group;
    private int next;
    private boolean begun;
    private boolean keyWanted = true;
    private long lastNanos;
    private long lastKeyNanos;

    SlateLoop(Slate slate) {
        this.slate = slate;
    }

    Format.Video format() {
        return slate.format();
    }

    void wantKey() {
        keyWanted = true;
    }

    /** Whether the picture given out last is a key frame. */
    boolean isKey() {
        return next == 1;
    }

    /** The picture that is due, or null. */
    byte @Nullable [] poll(long nowNanos) {
        boolean keyNow = keyWanted && (!begun || nowNanos - lastKeyNanos >= KEY_NANOS);
        if (!keyNow && begun && nowNanos - lastNanos < PICTURE_NANOS) {
            return null;
        }
        if (begun && (keyNow || next == slate.groups().get(group).size())) {
            group = (group + 1) % slate.groups().size();
            next = 0;
        }
        begun = true;
        lastNanos = nowNanos;
        if (next == 0) {
            keyWanted = false;
            lastKeyNanos = nowNanos;
        }
        return slate.groups().get(group).get(next++);
    }
}
