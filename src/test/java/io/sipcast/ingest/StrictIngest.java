package io.sipcast.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * An RTMP server that takes streams and judges them. It hangs up on who breaks a rule, after an
 * onStatus that names it; {@link Published} knows it then, too.
 */
public final class StrictIngest implements AutoCloseable {
    private static final String APP = "strict";

    private final ServerSocket server;
    private final Supplier<Rules> rules;
    private final Map<String, Published> streams = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final boolean h265;

    private StrictIngest(ServerSocket server, Supplier<Rules> rules) {
        this.server = server;
        this.rules = rules;
        this.h265 = rules.get().h265();
    }

    /** With every rule, on a free port of loopback. */
    public static StrictIngest start() {
        return start(Rules::all);
    }

    /**
     * With rules of the test's choice.
     *
     * @param rules makes those of each stream
     */
    public static StrictIngest start(Supplier<Rules> rules) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var ingest = new StrictIngest(server, rules);
            Thread.ofVirtual().name("ingest").start(ingest::accept);
            return ingest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code rtmpUrl}; the stream's name goes beside it. */
    public String url() {
        return "rtmp://127.0.0.1:" + server.getLocalPort() + "/" + APP;
    }

    /** What is, or will be, published under this name first. */
    public Published stream(String name) {
        return streams.computeIfAbsent(name, _ -> new Published(rules.get()));
    }

    /** Once one has ended as it should, the name is free: the next is {@code name#2} and so on. */
    private Published next(String name) {
        Published wanted = stream(name);
        for (int i = 2; wanted.isOver(); i++) {
            wanted = stream(name + "#" + i);
        }
        return wanted;
    }

    /**
     * Waits for the end of everything that was published, and fails if a rule was broken. A stream
     * that ended before anything came of it broke none.
     */
    public void allKept() {
        streams.values().stream()
                .filter(Published::hasMedia)
                .forEach(published -> published.awaitEnd().kept());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("ingest-peer").start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        Published published = null;
        try (socket) {
            var peer = new IngestPeer(socket, h265);
            String name = peer.awaitPublish();
            Published wanted = next(name);
            if (!wanted.begin()) {
                peer.refuse(name + " was published already");
                return;
            }
            published = wanted;
            peer.accepted(name);
            take(peer, published);
        } catch (IOException _) {
            // the publisher has gone
        } finally {
            open.remove(socket);
            if (published != null) {
                published.end();
            }
        }
    }

    private static void take(IngestPeer peer, Published published) throws IOException {
        try {
            for (Message message = peer.nextMedia(); message != null; message = peer.nextMedia()) {
                published.take(message);
            }
        } catch (RuleBroken e) {
            peer.refuse(String.valueOf(e.getMessage()));
        } catch (EOFException _) {
            // hung up without a word
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
