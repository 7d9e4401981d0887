package io.sipcast.api.events;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that keeps the time for all; it is there once something is to be timed. */
final class OneTimer implements Timer {
    private final Executor mayWait;
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("events-timer").daemon().factory());

    /**
     * Nothing is timed yet.
     *
     * @param mayWait runs the tasks
     */
    OneTimer(Executor mayWait) {
        this.mayWait = mayWait;
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(10, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public Runnable in(Duration delay, Runnable task) {
        Future<?> timed =
                clock.schedule(() -> mayWait.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timed.cancel(false);
    }
}
