package io.sipcast.cli;

/** A time that begins to run at some moment, or never. */
final class Deadline {
    private boolean running;
    private long sinceNanos;

    /** Goes on where it runs already. */
    void start(long nowNanos) {
        if (!running) {
            running = true;
            sinceNanos = nowNanos;
        }
    }

    void stop() {
        running = false;
    }

    boolean isRunning() {
        return running;
    }

    boolean isOver(long nowNanos, long lengthNanos) {
        return running && nowNanos - sinceNanos >= lengthNanos;
    }
}
