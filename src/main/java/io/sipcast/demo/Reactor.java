package io.sipcast.demo;

import io.sipcast.sip.transaction.TimerQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns all sockets and timers of a callee, so that nothing in it needs a lock.
 * Everything but {@link #ask}, {@link #execute} and {@link #close} is for that thread.
 */
final class Reactor implements AutoCloseable {
    /** Serves a socket that is ready. */
    @FunctionalInterface
    interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);
    private static final int LARGEST_DATAGRAM = 65_536;

    private final Selector selector;
    private final TimerQueue timers = new TimerQueue(System.nanoTime());
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean open = true;

    Reactor(String name) throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    TimerQueue timers() {
        return timers;
    }

    /** For reading; empty again with each read. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    SelectionKey register(SelectableChannel channel, int operations, Ready ready)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs this on the thread and waits for it. */
    <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void run() {
        try (selector) {
            while (open) {
                select();
                timers.advance(System.nanoTime());
                runTasks();
                timers.expire(System.nanoTime());
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select() throws IOException {
        long next = timers.nextNanos();
        if (next == Long.MAX_VALUE) {
            selector.select(Reactor::serve);
            return;
        }
        long pause = next - System.nanoTime();
        if (pause > 0) {
            selector.select(Reactor::serve, TimeUnit.NANOSECONDS.toMillis(pause) + 1);
        } else {
            selector.selectNow(Reactor::serve);
        }
    }

    /** A fault costs the one socket, not the others. */
    private static void serve(SelectionKey key) {
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (IOException e) {
            LOG.debug("{}", key.channel(), e);
            close(key.channel());
        } catch (RuntimeException e) {
            LOG.error("{}", key.channel(), e);
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}", channel, e);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Override
    public void close() {
        open = false;
        if (thread.getState() == Thread.State.NEW) {
            thread.start(); // to close what it owns
        }
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
