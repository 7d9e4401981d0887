package io.sipcast.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An RTMP server that answers each command as a test wants it, to every client alike. */
public final class WireServer implements AutoCloseable {
    private static final int COMMAND = 20;
    private static final int HANDSHAKE = 1536;

    private final ServerSocket server;
    private final Greeting greeting;
    private final Map<String, Answer> answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** What is said to the handshake. */
    public enum Greeting {
        PROPER,
        SILENCE,
        /** S0 and half of S1. */
        HALF,
        /** As a web server would. */
        GARBAGE
    }

    /** What is said to a command. */
    public sealed interface Answer {
        /** As it should be. */
        record Proper() implements Answer {}

        /** Nothing, ever. */
        record Silence() implements Answer {}

        /** An {@code _error} with this information. */
        record Fault(String code, String description) implements Answer {}

        /** An {@code onStatus} of level error. */
        record Status(String code, String description) implements Answer {}

        /** The proper answer, and after it this {@code onStatus}. */
        record Then(String level, String code, String description) implements Answer {}

        /** The end of the connection, without a word. */
        record HangUp(boolean reset) implements Answer {}

        /** The end of the connection where the command has this word in it. */
        record StumblesOver(String word) implements Answer {}

        /** The proper answer, and the end of the connection with the next message. */
        record ThenHangUp(boolean reset) implements Answer {}
    }

    private WireServer(ServerSocket server, Greeting greeting, Map<String, Answer> answers) {
        this.server = server;
        this.greeting = greeting;
        this.answers = answers;
    }

    /** One that says this to who connects. */
    public static WireServer greeting(Greeting greeting) {
        return start(greeting, Map.of());
    }

    /** One that answers one command like this, the others properly. */
    public static WireServer answering(String command, Answer answer) {
        return start(Greeting.PROPER, Map.of(command, answer));
    }

    private static WireServer start(Greeting greeting, Map<String, Answer> answers) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            var wire = new WireServer(server, greeting, answers);
            Thread.ofVirtual().name("wire-server").start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many have come. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().name("wire-peer").start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            switch (greeting) {
                case PROPER -> converse(socket);
                case SILENCE -> hear(socket);
                case HALF -> {
                    byte[] half = new byte[1 + HANDSHAKE / 2];
                    half[0] = 3;
                    socket.getOutputStream().write(half);
                    hear(socket);
                }
                case GARBAGE -> {
                    byte[] text =
                            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
                                    .repeat(80)
                                    .getBytes(StandardCharsets.US_ASCII);
                    socket.getOutputStream().write(text);
                    hear(socket);
                }
            }
        } catch (IOException _) {
            // the client has gone
        } finally {
            open.remove(socket);
        }
    }

    private static void hear(Socket socket) throws IOException {
        long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void converse(Socket socket) throws IOException {
        var peer = new IngestPeer(socket, false);
        peer.shakeHands();
        while (true) {
            Message message = peer.nextMessage();
            if (message.type() != COMMAND) {
                continue;
            }
            byte[] body = message.body();
            String command = Amf.text(body, 0);
            Answer answer = answers.getOrDefault(command, new Answer.Proper());
            if (answer instanceof Answer.StumblesOver(String word)
                    && !new String(body, StandardCharsets.ISO_8859_1).contains(word)) {
                answer = new Answer.Proper();
            }
            if (!answer(peer, socket, command, Amf.transaction(body), answer)) {
                return;
            }
        }
    }

    private static boolean answer(
            IngestPeer peer, Socket socket, String command, double transaction, Answer answer)
            throws IOException {
        switch (answer) {
            case Answer.Proper() -> properly(peer, command, transaction);
            case Answer.Silence() -> {}
            case Answer.Fault(String code, String description) ->
                    peer.error(transaction, code, description);
            case Answer.Status(String code, String description) ->
                    peer.status("error", code, description);
            case Answer.Then(String level, String code, String description) -> {
                properly(peer, command, transaction);
                peer.status(level, code, description);
            }
            case Answer.HangUp(boolean reset) -> {
                hangUp(socket, reset);
                return false;
            }
            case Answer.StumblesOver _ -> {
                hangUp(socket, false);
                return false;
            }
            case Answer.ThenHangUp(boolean reset) -> {
                properly(peer, command, transaction);
                var _ = peer.nextMessage();
                hangUp(socket, reset);
                return false;
            }
        }
        return true;
    }

    private static void properly(IngestPeer peer, String command, double transaction)
            throws IOException {
        switch (command) {
            case "connect" -> peer.connected(transaction);
            case "createStream" -> peer.created(transaction);
            case "publish" -> peer.accepted("it");
            default -> {} // releaseStream, FCPublish: servers may ignore them
        }
    }

    /** A FIN must not become an RST for what we have not read. */
    private static void hangUp(Socket socket, boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
        } else {
            socket.shutdownOutput();
            hear(socket);
        }
        socket.close();
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
