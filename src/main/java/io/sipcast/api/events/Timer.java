package io.sipcast.api.events;

import java.time.Duration;

/** Runs something later, where it may wait. */
@FunctionalInterface
interface Timer {
    /**
     * Runs it once. Any thread; returns at once.
     *
     * @return takes it back; harmless when it has run
     */
    Runnable in(Duration delay, Runnable task);
}
