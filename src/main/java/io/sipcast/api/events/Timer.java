package io.sipcast.api.events;

import java.time.Duration;

/** The time, and what is run later, where it may wait. */
interface Timer {
    /** Monotonic. */
    long nowNanos();

    /**
     * Runs it once. Any thread; returns at once.
     *
     * @return takes it back; harmless when it has run
     */
    Runnable in(Duration delay, Runnable task);
}
