package io.sipcast.api.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tasks and timers that run when a test says so, on its own thread. */
final class VirtualTime implements Timer, Executor {
    private record Timed(long atNanos, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timed> timers = new ArrayList<>();
    private long nowNanos;

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public Runnable in(Duration delay, Runnable task) {
        var timed = new Timed(nowNanos + delay.toNanos(), task);
        timers.add(timed);
        return () -> timers.remove(timed);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** How many tasks wait. */
    int waiting() {
        return tasks.size();
    }

    int timers() {
        return timers.size();
    }

    /** Everything that is due now. */
    void run() {
        pass(Duration.ZERO);
    }

    /** Everything that is due in this time, in its order. */
    void pass(Duration time) {
        long until = nowNanos + time.toNanos();
        runTasks();
        Timed next = next(until);
        while (next != null) {
            timers.remove(next);
            nowNanos = Math.max(nowNanos, next.atNanos());
            next.task().run();
            runTasks();
            next = next(until);
        }
        nowNanos = until;
    }

    private @Nullable Timed next(long until) {
        return timers.stream()
                .filter(one -> one.atNanos() <= until)
                .min(Comparator.comparingLong(Timed::atNanos))
                .orElse(null);
    }

    private void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }
}
