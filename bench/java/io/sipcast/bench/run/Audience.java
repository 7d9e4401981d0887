package io.sipcast.bench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Viewers of one stream, all on one thread, which takes what comes at once. */
final class Audience implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int FEWEST_PERCENT = 80; // of what the middle one got

    private final Selector selector = Selector.open();
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean over;

    Audience() throws IOException {
        thread = Thread.ofPlatform().name("audience").daemon().start(this::take);
    }

    /** Somebody comes. */
    void add(Viewer viewer) throws IOException {
        viewer.channel().configureBlocking(false);
        viewer.channel().register(selector, SelectionKey.OP_READ, viewer);
        viewers.add(viewer);
        selector.wakeup();
    }

    private void take() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (!over) {
            try {
                selector.select(key -> read(key, buffer));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Who was sent away gets no more, which shows in {@link #starved}. */
    private static void read(SelectionKey key, ByteBuffer buffer) {
        Viewer viewer = (Viewer) key.attachment();
        try {
            int count = viewer.channel().read(buffer.clear());
            if (count < 0) {
                key.cancel();
            } else {
                viewer.bytes().addAndGet(count);
            }
        } catch (IOException _) {
            key.cancel();
        }
    }

    void forget() {
        viewers.forEach(viewer -> viewer.bytes().set(0));
    }

    /** How many got much less than the others. */
    int starved() {
        long[] sorted = viewers.stream().mapToLong(v -> v.bytes().get()).sorted().toArray();
        long fewest = sorted[sorted.length / 2] * FEWEST_PERCENT / 100;
        return (int) Arrays.stream(sorted).filter(b -> b == 0 || b < fewest).count();
    }

    /** What one of them got, the middle one, in bytes. */
    long each() {
        long[] sorted = viewers.stream().mapToLong(v -> v.bytes().get()).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Viewer viewer : viewers) {
            viewer.channel().close();
        }
        selector.close();
    }
}
