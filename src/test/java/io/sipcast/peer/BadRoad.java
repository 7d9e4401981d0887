package io.sipcast.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP road to a server on loopback, which stalls, drips, delays, is cut or closed as a test
 * wants. Its own buffers are small, so that a sender soon notices. Safe for use by any thread.
 */
public final class BadRoad implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int BUFFER = 16 * 1024;
    private static final int DRIP_BYTES = 64;

    private final InetSocketAddress server;
    private final int port;
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();
    private final AtomicInteger travellers = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable ServerSocket door;
    private volatile Weather weather = Weather.FINE;
    private volatile int delayMillis;
    private volatile int dripMillis;
    private final AtomicBoolean wasReset = new AtomicBoolean();

    /** How one travels. */
    public enum Weather {
        FINE,
        /** Nothing is read of anybody. */
        STALL,
        /** 64 bytes at a time. */
        DRIP,
        /** All is taken from the client and nothing is passed on. */
        SWALLOW
    }

    private BadRoad(InetSocketAddress server, ServerSocket door) {
        this.server = server;
        this.door = door;
        this.port = door.getLocalPort();
        listen(door);
    }

    /** To a port of loopback. */
    public static BadRoad to(int port) {
        try {
            return new BadRoad(new InetSocketAddress(LOOPBACK, port), door(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket door(int port) throws IOException {
        var door = new ServerSocket();
        door.setReuseAddress(true);
        door.setReceiveBufferSize(BUFFER); // before it is bound: it is the window's size
        door.bind(new InetSocketAddress(LOOPBACK, port), 50);
        return door;
    }

    public int port() {
        return port;
    }

    /** How many have come so far. */
    public int travellers() {
        return travellers.get();
    }

    /** For those on the road and those who will come. */
    public BadRoad weather(Weather now) {
        weather = now;
        forThoseOnIt(now);
        return this;
    }

    /** All get through, but only so many bytes a second, up to 64,000. */
    public BadRoad drip(int bytesPerSecond) {
        dripMillis = DRIP_BYTES * 1000 / bytesPerSecond;
        return weather(Weather.DRIP);
    }

    /** Those on the road get no further, but keep what they hold at the server. */
    public void strand() {
        ways.forEach(way -> way.stranded = true);
        forThoseOnIt(Weather.STALL);
    }

    /** How many are stranded. */
    public int stranded() {
        return (int) ways.stream().filter(way -> way.stranded).count();
    }

    /** Those that were stranded go on. */
    public void release() {
        forThoseOnIt(Weather.FINE);
    }

    /** Whether a client has ended its connection with a reset. */
    public boolean wasReset() {
        return wasReset.get();
    }

    private void forThoseOnIt(Weather now) {
        lock.lock();
        try {
            ways.forEach(way -> way.weather = now);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Each piece waits for so long before it goes on. */
    public BadRoad delay(int millis) {
        delayMillis = millis;
        return this;
    }

    /** Ends what is on the road as a server does that leaves. */
    public void cut() {
        ways.forEach(Way::end);
        forThoseOnIt(Weather.FINE);
    }

    /** Ends what is on the road as a host does that has forgotten. */
    public void reset() {
        ways.forEach(Way::reset);
        forThoseOnIt(Weather.FINE);
    }

    /** Nobody listens any more; who is on the road is cut. */
    public void shut() {
        closeDoor();
        cut();
    }

    /** Listens again on the same port. */
    public void open() {
        try {
            ServerSocket again = door(port);
            door = again;
            listen(again);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(ServerSocket at) {
        var _ =
                Thread.ofVirtual()
                        .name("bad-road")
                        .start(() -> {
                            try {
                                while (true) {
                                    Socket client = at.accept();
                                    travellers.incrementAndGet();
                                    new Way(client).start();
                                }
                            } catch (IOException _) {
                                // shut
                            }
                        });
    }

    private void closeDoor() {
        ServerSocket at = door;
        if (at != null) {
            try {
                at.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        closeDoor();
        reset();
    }

    /** One client's connection and ours to the server. */
    private final class Way {
        private final Socket client;
        private final Socket beyond = new Socket();
        private volatile Weather weather = BadRoad.this.weather;
        private volatile boolean cut;
        private volatile boolean stranded;

        Way(Socket client) {
            this.client = client;
        }

        void start() {
            ways.add(this);
            try {
                beyond.setReceiveBufferSize(BUFFER);
                beyond.connect(server);
            } catch (IOException _) {
                reset();
                return;
            }
            run(client, beyond);
            run(beyond, client);
        }

        private void run(Socket from, Socket to) {
            var _ =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    pass(from.getInputStream(), to.getOutputStream());
                                    to.shutdownOutput();
                                } catch (IOException e) {
                                    failed(from, e);
                                }
                            });
        }

        private void failed(Socket from, IOException e) {
            if (from.equals(client) && "Connection reset".equals(e.getMessage())) {
                wasReset.set(true);
            }
            if (!cut) {
                reset();
            }
        }

        private void pass(InputStream in, OutputStream out) throws IOException {
            byte[] buffer = new byte[BUFFER];
            while (true) {
                awaitNoStall();
                boolean drips = weather == Weather.DRIP;
                int size = in.read(buffer, 0, drips ? DRIP_BYTES : BUFFER);
                if (size < 0) {
                    return;
                }
                rest(drips ? dripMillis : delayMillis);
                if (weather != Weather.SWALLOW && !cut) {
                    out.write(buffer, 0, size);
                }
            }
        }

        private void awaitNoStall() throws IOException {
            lock.lock();
            try {
                while (weather == Weather.STALL && !client.isClosed()) {
                    changed.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                lock.unlock();
            }
        }

        private static void rest(int millis) throws IOException {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        /** A FIN; what still comes is read, else the system would send a reset after it. */
        void end() {
            cut = true;
            weather = Weather.FINE;
            try {
                client.shutdownOutput();
                beyond.close();
            } catch (IOException _) {
                // it has gone by itself
            }
        }

        void reset() {
            ways.remove(this);
            try {
                if (!client.isClosed()) {
                    client.setSoLinger(true, 0);
                }
                client.close();
                beyond.close();
            } catch (IOException _) {
                // it has gone by itself
            }
        }
    }
}
