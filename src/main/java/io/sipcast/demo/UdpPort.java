package io.sipcast.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One UDP socket on the reactor. */
final class UdpPort implements AutoCloseable {
    /** Takes what arrives; done with the buffer when it returns. */
    @FunctionalInterface
    interface Receiver {
        void received(ByteBuffer datagram, InetSocketAddress source);
    }

    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
    private static final int PER_TURN = 32;

    private final Reactor reactor;
    private final DatagramChannel channel;
    private final Receiver receiver;

    private UdpPort(Reactor reactor, DatagramChannel channel, Receiver receiver) {
        this.reactor = reactor;
        this.channel = channel;
        this.receiver = receiver;
    }

    /**
     * Binds the socket.
     *
     * @param local port 0 takes a free one
     */
    static UdpPort open(Reactor reactor, InetSocketAddress local, Receiver receiver)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(local);
            var port = new UdpPort(reactor, channel, receiver);
            reactor.register(channel, SelectionKey.OP_READ, port::read);
            return port;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void read(SelectionKey key) throws IOException {
        for (int i = 0; i < PER_TURN && key.isValid(); i++) {
            ByteBuffer buffer = reactor.buffer();
            var source = (InetSocketAddress) channel.receive(buffer);
            if (source == null) {
                return;
            }
            receiver.received(buffer.flip(), source);
        }
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /** What does not leave is lost, as UDP is. */
    void send(ByteBuffer datagram, InetSocketAddress target) {
        try {
            channel.send(datagram, target);
        } catch (IOException e) {
            LOG.debug("to {}", target, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}", channel, e);
        }
    }
}
