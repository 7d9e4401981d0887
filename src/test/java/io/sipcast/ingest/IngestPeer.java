package io.sipcast.ingest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server's end of one connection of a publisher: as much of RTMP 1.0 as that takes. */
final class IngestPeer {
    private static final int HANDSHAKE = 1536;
    private static final int COMMAND = 20;
    private static final int CHUNK = 128;
    private static final int HEARD_MILLIS = 2_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final ChunkInput chunks;
    private final boolean h265;

    /**
     * Takes over a connection.
     *
     * @param h265 whether it says to who connects that it takes hvc1
     */
    IngestPeer(Socket socket, boolean h265) throws IOException {
        this.socket = socket;
        this.h265 = h265;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        chunks = new ChunkInput(in);
    }

    /** Shakes hands and answers until a stream is to be published; gives its name. */
    String awaitPublish() throws IOException {
        shakeHands();
        while (true) {
            Message message = chunks.next();
            if (message.type() != COMMAND) {
                continue;
            }
            byte[] body = message.body();
            String command = Amf.text(body, 0);
            switch (command) {
                case "connect" -> connected(Amf.transaction(body));
                case "createStream" -> created(Amf.transaction(body));
                case "publish" -> {
                    return Amf.text(body, 3 + "publish".length() + 9);
                }
                default -> {} // releaseStream, FCPublish: servers may ignore them
            }
        }
    }

    /** The next picture, sound or onMetaData; null when the stream was given up. */
    @Nullable Message nextMedia() throws IOException {
        while (true) {
            Message message = chunks.next();
            switch (message.type()) {
                case Message.AUDIO, Message.VIDEO -> {
                    return message;
                }
                case Message.DATA -> {
                    return data(message);
                }
                case COMMAND -> {
                    String command = Amf.text(message.body(), 0);
                    if (command.equals("deleteStream") || command.equals("FCUnpublish")) {
                        return null;
                    }
                }
                default -> {} // acknowledgements, user control
            }
        }
    }

    /** {@code @setDataFrame} is the publisher's envelope: files begin with what is inside. */
    private static Message data(Message message) {
        byte[] body = message.body();
        String first = Amf.text(body, 0);
        if (!first.equals("@setDataFrame")) {
            throw new RuleBroken(Rule.METADATA_FIRST, "data that are called " + first);
        }
        int from = 3 + first.length();
        byte[] inside = new byte[body.length - from];
        System.arraycopy(body, from, inside, 0, inside.length);
        if (!Amf.text(inside, 0).equals("onMetaData")) {
            throw new RuleBroken(Rule.METADATA_FIRST, "data that are not onMetaData");
        }
        return new Message(Message.DATA, message.millis(), inside);
    }

    private void shakeHands() throws IOException {
        int version = in.readUnsignedByte();
        byte[] first = in.readNBytes(HANDSHAKE);
        out.write(
                ByteBuffer.allocate(1 + 2 * HANDSHAKE)
                        .put((byte) version)
                        .put(new byte[HANDSHAKE])
                        .put(first)
                        .array());
        var _ = in.readNBytes(HANDSHAKE);
    }

    private void connected(double transaction) throws IOException {
        Amf answer = new Amf().string("_result").number(transaction);
        answer =
                h265
                        ? answer.objectWith("fourCcList", "hvc1", "fmsVer", "FMS/3,0,1,123")
                        : answer.object("fmsVer", "FMS/3,0,1,123");
        send(
                0,
                answer.object(
                        "level", "status",
                        "code", "NetConnection.Connect.Success",
                        "description", "Connected."));
    }

    private void created(double transaction) throws IOException {
        send(0, new Amf().string("_result").number(transaction).nothing().number(1));
    }

    void accepted(String name) throws IOException {
        status("status", "NetStream.Publish.Start", name + " is published.");
    }

    /** Ends the stream with the rule that was broken, and waits until that has been heard. */
    void refuse(String how) throws IOException {
        status("error", "NetStream.Publish.Failed", how);
        socket.shutdownOutput();
        socket.setSoTimeout(HEARD_MILLIS);
        long _ = in.transferTo(OutputStream.nullOutputStream());
    }

    private void status(String level, String code, String description) throws IOException {
        send(
                1,
                new Amf()
                        .string("onStatus")
                        .number(0)
                        .nothing()
                        .object("level", level, "code", code, "description", description));
    }

    private void send(int stream, Amf command) throws IOException {
        byte[] body = command.bytes();
        ByteBuffer message = ByteBuffer.allocate(12 + body.length + body.length / CHUNK);
        message.put((byte) 3).putInt(0).position(4); // chunk stream 3, time 0
        message.put((byte) (body.length >> 16)).putShort((short) body.length).put((byte) COMMAND);
        message.putInt(Integer.reverseBytes(stream));
        for (int from = 0; from < body.length; from += CHUNK) {
            if (from > 0) {
                message.put((byte) 0xC3);
            }
            message.put(body, from, Math.min(CHUNK, body.length - from));
        }
        out.write(message.array(), 0, message.position());
        out.flush();
    }
}
