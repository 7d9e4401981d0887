package io.sipcast.api.events;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Holds changes back that may be many, and lets each through once in a while. Any thread. */
final class Pace {
    private final Timer timer;
    private final Duration pause;
    private final Consumer<Change> then;
    private final Set<Change> held = new LinkedHashSet<>(); // guarded by this

    Pace(Timer timer, Duration pause, Consumer<Change> then) {
        this.timer = timer;
        this.pause = pause;
        this.then = then;
    }

    void add(Change change) {
        boolean first;
        synchronized (this) {
            first = held.isEmpty();
            held.add(change);
        }
        if (first) {
            Runnable _ = timer.in(pause, this::release);
        }
    }

    private void release() {
        List<Change> all;
        synchronized (this) {
            all = List.copyOf(held);
            held.clear();
        }
        all.forEach(then);
    }
}
