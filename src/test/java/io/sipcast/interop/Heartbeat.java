package io.sipcast.interop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long this process stood still: a thread that sleeps 10 ms at a time and looks how long. */
final class Heartbeat implements AutoCloseable {
    private static final long PERIOD_NANOS = 10_000_000;

    private final Thread thread =
            Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::beat);
    private volatile long longestNanos;
    private volatile boolean closed;

    private Heartbeat() {}

    static Heartbeat start() {
        var heartbeat = new Heartbeat();
        heartbeat.thread.start();
        return heartbeat;
    }

    private void beat() {
        long before = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(PERIOD_NANOS);
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - before - PERIOD_NANOS);
            before = now;
        }
    }

    /** By how much the longest sleep was too long. */
    Duration longestStall() {
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public void close() {
        closed = true;
    }
}
