package io.sipcast.demo;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.StreamFramer;
import io.sipcast.sip.route.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** One TCP connection of the SIP port. */
final class SipStream {
    private static final byte[] PONG = {'\r', '\n'};

    private final Reactor reactor;
    private final SocketChannel channel;
    private final Flow flow;
    private final SipPort.Receiver receiver;
    private final StreamFramer framer = new StreamFramer();
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private final SelectionKey key;

    SipStream(Reactor reactor, SocketChannel channel, Flow flow, SipPort.Receiver receiver)
            throws IOException {
        this.reactor = reactor;
        this.channel = channel;
        this.flow = flow;
        this.receiver = receiver;
        key = reactor.register(channel, SelectionKey.OP_READ, this::ready);
    }

    Flow flow() {
        return flow;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void send(byte[] message) {
        unsent.add(ByteBuffer.wrap(message));
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private void ready(SelectionKey ignored) throws IOException {
        if (key.isReadable()) {
            read();
        }
        if (key.isValid() && key.isWritable()) {
            write();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = reactor.buffer();
        if (channel.read(buffer) < 0) {
            throw new EOFException();
        }
        framer.append(buffer.flip());
        try {
            for (Incoming next = framer.next(); next != null; next = framer.next()) {
                if (next instanceof Incoming.Ping) {
                    send(PONG);
                } else {
                    receiver.received(next, flow);
                }
            }
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }

    private void write() throws IOException {
        for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
            channel.write(next);
            if (next.hasRemaining()) {
                return;
            }
            unsent.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }
}
