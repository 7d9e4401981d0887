package io.sipcast.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that happens once, and who waits for it. Safe for use by any thread. */
final class Once {
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private volatile boolean happened;

    boolean happened() {
        return happened;
    }

    /** Calls everybody who waits; the next times do nothing. */
    void happen() {
        if (!happened) {
            happened = true;
            waiting.forEach(this::tell);
        }
    }

    /** Calls {@code then} once: when it happens, or at once. */
    void await(Runnable then) {
        waiting.add(then);
        if (happened) {
            tell(then);
        }
    }

    private void tell(Runnable then) {
        if (waiting.remove(then)) {
            then.run();
        }
    }
}
