package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address of loopback that answers no SYN, as that of a host which is gone: its backlog is full.
 */
public final class DeadHost implements AutoCloseable {
    private static final int MOST_WAITING = 20;
    private static final int SILENT_MILLIS = 300;

    private final ServerSocket listener;
    private final List<Socket> waiting = new ArrayList<>();

    /** Returns once a connection was tried and not answered. */
    public DeadHost() {
        try {
            listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
            while (answers()) {
                if (waiting.size() == MOST_WAITING) {
                    throw new IllegalStateException("the backlog does not fill");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() throws IOException {
        var socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(address(), SILENT_MILLIS);
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : waiting) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
