package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A client that says what a test wants, joined to a server's end in memory. */
final class ScriptedClient {
    final ServerConnection server;
    private final MessageLink link;

    ScriptedClient() {
        Random random = new Random(1);
        server = new ServerConnection(random, 0);
        link =
                new MessageLink(
                        new ClientHandshake(ClientHandshake.Form.SIMPLE, random),
                        RtmpLimits.DEFAULT);
        List<String> _ = exchange();
    }

    /** Up to the stream 1, with nothing left to be heard. */
    static ScriptedClient withStream(String app) {
        var client = new ScriptedClient();
        client.send("connect", 1, AmfValue.object("app", app));
        client.send("createStream", 2, AmfValue.NULL);
        List<String> _ = client.exchange();
        List<ServeEvent> _ = client.events();
        return client;
    }

    void send(String name, double transaction, AmfValue... arguments) {
        link.send(0, Command.of(name, transaction, arguments));
    }

    /** On a message stream, with null for the command object. */
    void sendOn(int stream, String name, AmfValue... arguments) {
        List<AmfValue> all = new ArrayList<>(List.of(AmfValue.NULL));
        all.addAll(List.of(arguments));
        link.send(stream, new Command(name, 0, all));
    }

    /** Whole chunks, with what is sent before them. */
    void sendChunks(String hex, long nowNanos) {
        server.receive(drain(link.outbox()), nowNanos);
        server.receive(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))), nowNanos);
    }

    List<String> exchange() {
        return exchange(0);
    }

    /** Carries bytes both ways until all is said; what the client heard, in words. */
    List<String> exchange(long nowNanos) {
        List<String> heard = new ArrayList<>();
        do {
            server.receive(drain(link.outbox()), nowNanos);
            ByteBuffer in = drain(server.outbox());
            for (Incoming i = link.receive(in); i != null; i = link.receive(in)) {
                heard.add(words(i.message()));
            }
        } while (link.outbox().size() + server.outbox().size() > 0);
        return heard;
    }

    private static ByteBuffer drain(Outbox outbox) {
        ByteBuffer bytes = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(bytes);
        return bytes.flip();
    }

    private static String words(RtmpMessage message) {
        if (message instanceof Command command) {
            return command.name() + " " + StatusInfo.of(command).code();
        }
        return message.getClass().getSimpleName();
    }

    List<ServeEvent> events() {
        List<ServeEvent> events = new ArrayList<>();
        for (ServeEvent e = server.poll(); e != null; e = server.poll()) {
            events.add(e);
        }
        return events;
    }
}
