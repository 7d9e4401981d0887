package io.sipcast.api.events;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What has changed and was not told yet, in the order of the first change. A change counts as told
 * before its object is read: one that comes while it is being read is told again. Any thread adds
 * and never waits; one task at a time takes.
 */
final class Changes {
    private final Set<Change> waiting = ConcurrentHashMap.newKeySet();
    private final Queue<Change> order = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Executor executor;
    private final Consumer<Change> taker;

    /**
     * None yet.
     *
     * @param executor runs the task that takes, which may wait
     * @param taker must not throw
     */
    Changes(Executor executor, Consumer<Change> taker) {
        this.executor = executor;
        this.taker = taker;
    }

    void add(Change change) {
        if (waiting.add(change)) {
            order.add(change);
            if (running.compareAndSet(false, true)) {
                start();
            }
        }
    }

    private void start() {
        try {
            executor.execute(this::take);
        } catch (RejectedExecutionException _) { // at the end of all: no harm to who changes
            running.set(false);
        }
    }

    private void take() {
        do {
            Change change = order.poll();
            while (change != null) {
                waiting.remove(change);
                taker.accept(change);
                change = order.poll();
            }
            running.set(false);
        } while (!order.isEmpty() && running.compareAndSet(false, true));
    }
}
