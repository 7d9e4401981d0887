package io.sipcast.net;

import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An RTMP server at the wire that answers each connection's connect by a script: with a refusal in
 * these words, after which it closes as Wowza does, or where there are none by accepting all.
 */
final class ScriptedRtmpServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<String> refusals;
    private final BlockingQueue<Command> heard = new LinkedBlockingQueue<>();

    /** Refuses the first connections in these words, one each, and accepts the others. */
    ScriptedRtmpServer(List<String> refusals) throws IOException {
        this.refusals = List.copyOf(refusals);
        listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The commands of all connections in their order. */
    BlockingQueue<Command> heard() {
        return heard;
    }

    private void serve() {
        try {
            for (int connection = 0; !listener.isClosed(); connection++) {
                String refusal = connection < refusals.size() ? refusals.get(connection) : null;
                try (Socket socket = listener.accept()) {
                    serve(socket, refusal);
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket, @org.jspecify.annotations.Nullable String refusal)
            throws IOException {
        var link = new MessageLink(new ServerHandshake(new Random(7)), RtmpLimits.DEFAULT);
        byte[] bytes = new byte[8192];
        for (int size = socket.getInputStream().read(bytes);
                size >= 0;
                size = socket.getInputStream().read(bytes)) {
            ByteBuffer in = ByteBuffer.wrap(bytes, 0, size);
            boolean refused = false;
            for (Incoming next = link.receive(in); next != null; next = link.receive(in)) {
                if (next.message() instanceof Command command) {
                    heard.add(command);
                    refused |= answer(link, next.streamId(), command, refusal);
                }
            }
            send(link, socket);
            if (refused) {
                return;
            }
        }
    }

    private static boolean answer(
            MessageLink link,
            int streamId,
            Command command,
            @org.jspecify.annotations.Nullable String refusal) {
        switch (command.name()) {
            case "connect" -> {
                if (refusal != null) {
                    var info = new StatusInfo("error", "NetConnection.Connect.Rejected", refusal);
                    link.send(0, Command.of("_error", 1, AmfValue.NULL, info.print()));
                    link.send(0, Command.of("close", 0, AmfValue.NULL));
                    return true;
                }
                link.send(0, Command.of("_result", 1, AmfValue.NULL, AmfValue.NULL));
            }
            case "createStream" ->
                    link.send(
                            0,
                            Command.of(
                                    "_result",
                                    command.transactionId(),
                                    AmfValue.NULL,
                                    AmfValue.of(1)));
            case "publish", "play" -> {
                String code =
                        command.name().equals("publish")
                                ? "NetStream.Publish.Start"
                                : "NetStream.Play.Start";
                var info = new StatusInfo("status", code, "Go.");
                link.send(streamId, Command.of("onStatus", 0, AmfValue.NULL, info.print()));
            }
            default -> {}
        }
        return false;
    }

    private static void send(MessageLink link, Socket socket) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(link.outbox().size());
        link.outbox().drainTo(out);
        socket.getOutputStream().write(out.array());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
