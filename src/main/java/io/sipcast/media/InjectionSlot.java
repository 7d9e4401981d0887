package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/** Room for what is injected: one at a time, and the next one takes its place. */
final class InjectionSlot implements AutoCloseable {
    private @Nullable Injection current;
    private long changes;

    /** Null when nothing is injected. */
    @Nullable Injection current() {
        return current;
    }

    /** How often what is in here has changed: who sees another number has another one. */
    long changes() {
        return changes;
    }

    /**
     * Puts one in, and lets go of the one before.
     *
     * @param next null for none
     */
    void put(@Nullable Injection next) {
        Injection before = current;
        current = next;
        changes++;
        if (before != null) {
            before.close();
        }
    }

    void tick(long nowNanos) {
        Injection playing = current;
        if (playing == null) {
            return;
        }
        playing.tick(nowNanos);
        if (playing.ended()) {
            put(null);
        }
    }

    @Override
    public void close() {
        put(null);
    }
}
