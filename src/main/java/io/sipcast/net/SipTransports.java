package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.observe.FaultLog;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.route.Endpoint;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.LocalAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP on the wire: one UDP socket and one TCP listener on the same port, IPv4 and IPv6, a TLS
 * listener where there is a certificate, and the connections. All on the SIP loop, where the user
 * is called; {@link #open} and {@link #close} are for a thread that may wait.
 */
public final class SipTransports implements LocalAddress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipTransports.class);
    private static final int TRIES_FOR_A_FREE_PORT = 20;
    private static final int SWEEP_SECONDS = 1;

    /** What stands above; called on the SIP loop. */
    @FunctionalInterface
    public interface User {
        void received(Incoming incoming, Flow flow, long nowNanos);

        /** A connection that we had made is gone, whoever closed it. */
        default void disconnected(Flow flow) {}
    }

    /** Hears that a message is known not to have left; called on the SIP loop. */
    @FunctionalInterface
    public interface NotSent {
        /** In words that complete "it cannot be reached: ...". */
        void because(String why);
    }

    /**
     * How the connections are doing.
     *
     * @param refused connections and sendings that the limits forbade
     * @param failedHandshakes of TLS, on connections either way
     */
    public record Counters(int open, long refused, long failedHandshakes) {}

    /**
     * Where to listen.
     *
     * @param address null for all of ours
     * @param port 0 for a free one, the same for UDP and TCP
     * @param tls has the port for TLS
     */
    record Listening(@Nullable InetAddress address, int port, SipTls tls) {}

    private final EventLoop loop;
    private final LocalAddresses locals;
    private final User user;
    private final SipConnections connections;
    private final FaultLog faults = new FaultLog(LOG, "SIP over UDP");
    private final UdpSocket udp;
    private final List<Channel> listeners = new ArrayList<>();
    private final int port;
    private final int tlsPort;
    private final Future<?> sweep;

    /**
     * Binds the sockets; they are read from {@link #begin} on.
     *
     * @throws BindFailedException when a port is in use
     */
    static SipTransports open(Loops loops, Listening where, LocalAddresses locals, User user)
            throws BindFailedException {
        return open(loops, where, locals, SipConnections.Limits.DEFAULT, user);
    }

    static SipTransports open(
            Loops loops,
            Listening where,
            LocalAddresses locals,
            SipConnections.Limits limits,
            User user)
            throws BindFailedException {
        for (int i = 1; ; i++) {
            try {
                return new SipTransports(loops, where, locals, limits, user);
            } catch (BindFailedException e) {
                if (where.port() != 0 || i == TRIES_FOR_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private SipTransports(
            Loops loops,
            Listening where,
            LocalAddresses locals,
            SipConnections.Limits limits,
            User user)
            throws BindFailedException {
        this.loop = loops.sip();
        this.locals = locals;
        this.user = user;
        SipTls tls = where.tls();
        this.connections = new SipConnections(loops, loop, where.address(), limits, tls, user);
        this.udp = bindUdp(loops, where.address(), where.port());
        this.port = udp.localAddress().getPort();
        try {
            listen(loops, Transport.TCP, port, "sip.port");
            this.tlsPort =
                    tls.listens()
                            ? listen(loops, Transport.TLS, tls.port(), "sip.tls.port")
                            : tls.advertisedPort();
        } catch (BindFailedException e) {
            listeners.forEach(listener -> listener.close().awaitUninterruptibly());
            udp.close().join();
            throw e;
        }
        sweep =
                loop.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** The user hears of what comes from now on, first of what came meanwhile. */
    void begin() {
        udp.begin();
        listeners.forEach(listener -> listener.config().setAutoRead(true));
    }

    /** Listens on the address of the UDP socket, and tells on which port. */
    private int listen(Loops loops, Transport transport, int wanted, String key)
            throws BindFailedException {
        var local = new InetSocketAddress(udp.localAddress().getAddress(), wanted);
        ChannelFuture bound =
                loops.listener(loop, loop)
                        .option(ChannelOption.AUTO_READ, false)
                        .childHandler(connections.acceptor(transport))
                        .bind(local)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindFailedException(key, "TCP", local, bound.cause());
        }
        listeners.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** An unspecified IPv6 socket takes IPv4 too; where there is no IPv6, IPv4 alone. */
    private UdpSocket bindUdp(Loops loops, @Nullable InetAddress address, int wanted)
            throws BindFailedException {
        if (address != null) {
            return bindUdpTo(loops, address, wanted);
        }
        try {
            return bindUdpTo(loops, InetAddress.ofLiteral("::"), wanted);
        } catch (BindFailedException _) {
            return bindUdpTo(loops, InetAddress.ofLiteral("0.0.0.0"), wanted);
        }
    }

    private UdpSocket bindUdpTo(Loops loops, InetAddress address, int wanted)
            throws BindFailedException {
        var local = new InetSocketAddress(address, wanted);
        var options = new UdpSocket.Options(ReceiveBuffers.sip(), 1 << 20, 0, false);
        try {
            return UdpSocket.open(loops, loop, local, options, this::datagram).join();
        } catch (CompletionException e) {
            throw new BindFailedException("sip.port", "UDP", local, e.getCause());
        }
    }

    /** The port that UDP and TCP are bound to. */
    public int port() {
        return port;
    }

    /** The port that TLS is bound to; where it is not, the one that peers are told. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Of the connections. Waits for the SIP loop. */
    Counters counters() {
        return CompletableFuture.supplyAsync(connections::counters, loop).join();
    }

    @Override
    public Endpoint towards(Target target) {
        return endpoint(Addresses.inet(target.ip()), target.transport());
    }

    private Endpoint endpoint(InetAddress peer, Transport transport) {
        int ours = transport == Transport.TLS ? tlsPort : port;
        InetAddress own;
        try {
            own = locals.towards(peer);
        } catch (IOException e) {
            faults.count(String.valueOf(e.getMessage()), System.nanoTime());
            own = udp.localAddress().getAddress();
        }
        return locals.advertised().shown(new Endpoint(Addresses.ip(own), ours), peer);
    }

    /**
     * Sends a message. On the SIP loop; {@code notSent} is called there too, if the message is
     * known not to have left.
     *
     * @param connection the one to use if it still stands, 0 for any to the target
     */
    public void send(byte[] message, Target target, long connection, NotSent notSent) {
        switch (target.transport()) {
            case UDP ->
                    udp.send(
                            message,
                            Addresses.socket(target),
                            cause -> notSent.because(Obstacle.of(cause)));
            case TCP, TLS -> connections.send(message, target, connection, notSent);
        }
    }

    private void datagram(ByteBuffer datagram, InetSocketAddress source) {
        if (source.getPort() == 0 || isKeepAlive(datagram)) {
            return;
        }
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        long now = System.nanoTime();
        Incoming incoming = SipParser.read(bytes);
        if (incoming instanceof Incoming.Malformed(var reason, _)) {
            faults.count(reason.getMessage() + " from " + source, now);
        }
        var flow =
                new Flow(
                        Addresses.target(Transport.UDP, source),
                        endpoint(source.getAddress(), Transport.UDP),
                        0);
        user.received(incoming, flow, now);
    }

    /** Line ends or zeros alone keep a NAT open. */
    private static boolean isKeepAlive(ByteBuffer datagram) {
        for (int i = datagram.position(); i < datagram.limit(); i++) {
            byte b = datagram.get(i);
            if (b != '\r' && b != '\n' && b != 0) {
                return false;
            }
        }
        return true;
    }

    void sweep() {
        sweep(System.nanoTime());
    }

    void sweep(long nowNanos) {
        loop.execute(() -> connections.sweep(nowNanos));
    }

    /** Datagrams that were no SIP. */
    public long malformed() {
        return faults.total();
    }

    /** Closes everything, and returns when that is done. */
    @Override
    public void close() {
        sweep.cancel(false);
        loop.submit(connections::close).awaitUninterruptibly(5, TimeUnit.SECONDS);
        listeners.forEach(listener -> listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS));
        udp.close().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> null).join();
        faults.finish();
    }
}
