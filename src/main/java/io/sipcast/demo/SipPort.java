package io.sipcast.demo;

import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import io.sipcast.sip.transaction.Packet;
import io.sipcast.sip.transaction.Wire;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIP over UDP and TCP on one port. */
final class SipPort implements Wire {
    /** Takes the messages. */
    @FunctionalInterface
    interface Receiver {
        void received(Incoming message, Flow flow);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SipPort.class);
    private static final int TRIES = 20;

    private final Reactor reactor;
    private final Receiver receiver;
    private final UdpPort udp;
    private final Endpoint local;
    private final Map<Long, SipStream> streams = new HashMap<>();
    private long lastStream;

    private SipPort(Reactor reactor, InetAddress address, int port, Receiver receiver)
            throws IOException {
        this.reactor = reactor;
        this.receiver = receiver;
        udp = UdpPort.open(reactor, new InetSocketAddress(address, port), this::received);
        local = new Endpoint(IpAddress.of(address.getAddress()), udp.port());
    }

    /** A port that is free for UDP may be taken for TCP: then another one, if any will do. */
    static SipPort open(Reactor reactor, InetAddress address, int port, Receiver receiver)
            throws IOException {
        for (int i = 0; ; i++) {
            var opened = new SipPort(reactor, address, port, receiver);
            try {
                opened.listen(address);
                return opened;
            } catch (BindException e) {
                opened.udp.close();
                if (port != 0 || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void listen(InetAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(address, local.port()));
            reactor.register(listener, SelectionKey.OP_ACCEPT, _ -> adopt(listener.accept()));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    Endpoint local() {
        return local;
    }

    private void received(ByteBuffer datagram, InetSocketAddress source) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        receiver.received(SipParser.read(bytes), flow(Transport.UDP, source, 0));
    }

    private Flow flow(Transport transport, InetSocketAddress peer, long connection) {
        IpAddress ip = IpAddress.of(peer.getAddress().getAddress());
        return new Flow(new Target(transport, ip, peer.getPort()), local, connection);
    }

    private @Nullable SipStream adopt(@Nullable SocketChannel channel) throws IOException {
        if (channel == null) {
            return null;
        }
        var peer = (InetSocketAddress) channel.getRemoteAddress();
        streams.values().removeIf(stream -> !stream.isOpen());
        Flow flow = flow(Transport.TCP, peer, ++lastStream);
        SipStream stream = new SipStream(reactor, channel, flow, receiver);
        streams.put(lastStream, stream);
        return stream;
    }

    @Override
    public void send(Packet packet) {
        try {
            InetSocketAddress target = address(packet.target());
            if (packet.target().transport() == Transport.UDP) {
                udp.send(ByteBuffer.wrap(packet.bytes()), target);
            } else {
                stream(packet, target).send(packet.bytes());
            }
        } catch (IOException e) {
            LOG.debug("{}", packet, e);
        }
    }

    /** The connection that the request came on, or one that leads there, or a new one. */
    private SipStream stream(Packet packet, InetSocketAddress target) throws IOException {
        SipStream own = streams.get(packet.connection());
        if (own != null && own.isOpen()) {
            return own;
        }
        for (SipStream stream : streams.values()) {
            if (stream.isOpen() && stream.flow().peer().equals(packet.target())) {
                return stream;
            }
        }
        SipStream made = adopt(SocketChannel.open(target)); // at once: this is loopback
        if (made == null) {
            throw new IOException("no connection to " + target);
        }
        return made;
    }

    private static InetSocketAddress address(Target target) throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress(target.ip().toBytes()), target.port());
    }
}
