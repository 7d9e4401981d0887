package io.sipcast.interop;

import java.util.ArrayList;
import java.util.List;

/** More work than any limit allows, even of a busy machine's processors, in this process. */
final class BusyProcessors implements AutoCloseable {
    private static final int THREADS = 3 * Runtime.getRuntime().availableProcessors();

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    BusyProcessors() {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("work").start(this::work));
        }
    }

    private void work() {
        while (!over) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // they end all the same
            }
        }
    }
}
