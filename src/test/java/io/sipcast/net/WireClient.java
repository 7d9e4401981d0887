package io.sipcast.net;

import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** An RTMP client at the wire: sends what a test wants and tells what it hears. */
final class WireClient implements AutoCloseable {
    private final Socket socket;
    private final MessageLink link =
            new MessageLink(
                    new ClientHandshake(ClientHandshake.Form.SIMPLE, new Random(7)),
                    RtmpLimits.DEFAULT);
    private final Queue<RtmpMessage> heard = new ArrayDeque<>();
    private final byte[] bytes = new byte[64 * 1024];

    WireClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(5_000);
        socket.setTcpNoDelay(true);
        flush();
        while (!link.handshakeDone()) {
            read();
        }
    }

    static WireClient to(InetSocketAddress server) throws IOException {
        return new WireClient(new Socket(server.getAddress(), server.getPort()));
    }

    /** Connected to an app, with the stream 1 created. */
    static WireClient to(InetSocketAddress server, String app) throws IOException {
        return to(server).connect(app);
    }

    WireClient connect(String app) throws IOException {
        send("connect", 1, AmfValue.object("app", app, "tcUrl", "rtmp://gw/" + app));
        send("createStream", 2, AmfValue.NULL);
        while (!(hear() instanceof Command answer) || answer.transactionId() != 2) {
            // goes on
        }
        return this;
    }

    void send(String name, double transaction, AmfValue... arguments) throws IOException {
        link.send(0, Command.of(name, transaction, arguments));
        flush();
    }

    /** On the stream 1. */
    void ask(String name, AmfValue... arguments) throws IOException {
        List<AmfValue> all = new ArrayList<>(List.of(AmfValue.NULL));
        all.addAll(List.of(arguments));
        link.send(1, new Command(name, 0, all));
        flush();
    }

    /** Asks, and tells the code of the first status after it that is final. */
    String answerTo(String name, String stream) throws IOException {
        ask(name, AmfValue.of(stream));
        return answer();
    }

    String answer() throws IOException {
        while (true) {
            if (hear() instanceof Command command && command.name().equals("onStatus")) {
                String code = StatusInfo.of(command).code();
                if (!code.equals("NetStream.Play.Reset")) {
                    return code;
                }
            }
        }
    }

    void send(byte[] raw) throws IOException {
        socket.getOutputStream().write(raw);
    }

    void ping() throws IOException {
        link.send(new UserControl.SetBufferLength(1, 100));
        flush();
    }

    private RtmpMessage hear() throws IOException {
        while (heard.isEmpty()) {
            read();
        }
        return heard.remove();
    }

    private void read() throws IOException {
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
            throw new IOException("closed by the server");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, count);
        for (Incoming i = link.receive(in); i != null; i = link.receive(in)) {
            heard.add(i.message());
        }
        flush();
    }

    private void flush() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(link.outbox().size());
        link.outbox().drainTo(out);
        socket.getOutputStream().write(out.array());
    }

    /** Whether the server closes within 5 s. */
    boolean isClosed() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
