package io.sipcast.bench.peers;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections, read by one thread that looks at all of them in turns with a pause between: a
 * read for each unit of each viewer would cost as much as the server that is measured.
 */
final class Drain implements AutoCloseable {
    /** What one connection brings goes here, on the drain's thread. */
    interface Reader {
        /** Takes all bytes. */
        void read(ByteBuffer in, long nowNanos);

        /** The connection has ended, by the other side or by a fault. */
        void ended(String why);
    }

    private static final long PAUSE_NANOS = 20_000_000;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread;
    private volatile boolean over;

    /** Begins with no connection. */
    Drain(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Connects; the connection still blocks, until it is {@link #take}n. */
    static SocketChannel connect(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    /** Reads this connection from now on, until it ends or all of them are closed. */
    void take(SocketChannel channel, Reader reader) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, reader);
    }

    private void run() {
        while (!over) {
            try {
                selector.selectNow(this::read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        closeAll();
    }

    private void read(SelectionKey key) {
        var reader = (Reader) key.attachment();
        try {
            int count = ((SocketChannel) key.channel()).read(buffer.clear());
            if (count < 0) {
                throw new EOFException("closed by the server");
            }
            reader.read(buffer.flip(), System.nanoTime());
        } catch (IOException | RuntimeException e) {
            reader.ended(e.toString());
            close(key);
        }
    }

    private void closeAll() {
        selector.keys().forEach(Drain::close);
        try {
            selector.close();
        } catch (IOException _) {
            // it was of use to nobody any more
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException _) {
            // as good as closed
        }
    }

    /** Returns when all connections are closed. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
