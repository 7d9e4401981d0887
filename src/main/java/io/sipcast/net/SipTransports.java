package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP on the wire: one UDP socket and one TCP listener on the same port, IPv4 and IPv6, and the TCP
 * connections. All on the SIP loop, where the user is called; {@link #open} and {@link #close} are
 * for a thread that may wait.
 */
public final class SipTransports implements LocalAddress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SipTransports.class);
    private static final int TRIES_FOR_A_FREE_PORT = 20;
    private static final int SWEEP_SECONDS = 5;

    /** What stands above; called on the SIP loop. */
    @FunctionalInterface
    public interface User {
        void received(Incoming incoming, Flow flow, long nowNanos);
    }

    private final EventLoop loop;
    private final LocalAddresses locals;
    private final User user;
    private final SipConnections connections;
    private final FaultLog faults = new FaultLog(LOG, "SIP over UDP");
    private final UdpSocket udp;
    private final Channel listener;
    private final int port;
    private final Future<?> sweep;

    /**
     * Binds both sockets.
     *
     * @param address null for all of ours
     * @param port 0 for a free one, the same for UDP and TCP
     * @throws BindFailedException when the port is in use
     */
    public static SipTransports open(
            Loops loops, @Nullable InetAddress address, int port, LocalAddresses locals, User user)
            throws BindFailedException {
        return open(loops, address, port, locals, SipConnections.Limits.DEFAULT, user);
    }

    static SipTransports open(
            Loops loops,
            @Nullable InetAddress address,
            int port,
            LocalAddresses locals,
            SipConnections.Limits limits,
            User user)
            throws BindFailedException {
        for (int i = 1; ; i++) {
            try {
                return new SipTransports(loops, address, port, locals, limits, user);
            } catch (BindFailedException e) {
                if (port != 0 || i == TRIES_FOR_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private SipTransports(
            Loops loops,
            @Nullable InetAddress address,
            int wanted,
            LocalAddresses locals,
            SipConnections.Limits limits,
            User user)
            throws BindFailedException {
        this.loop = loops.sip();
        this.locals = locals;
        this.user = user;
        this.connections = new SipConnections(loops, loop, address, limits, user);
        this.udp = bindUdp(loops, address, wanted);
        this.port = udp.localAddress().getPort();
        InetSocketAddress local = new InetSocketAddress(udp.localAddress().getAddress(), port);
        ChannelFuture bound =
                loops.listener(loop, loop)
                        .childHandler(connections.acceptor())
                        .bind(local)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            udp.close().join();
            throw new BindFailedException("sip.port", "TCP", local, bound.cause());
        }
        listener = bound.channel();
        sweep =
                loop.scheduleWithFixedDelay(
                        this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
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
        var options = new UdpSocket.Options(ReceiveBuffers.sip(), 1 << 20, 0);
        try {
            return UdpSocket.open(loops, loop, local, options, this::datagram).join();
        } catch (CompletionException e) {
            throw new BindFailedException("sip.port", "UDP", local, e.getCause());
        }
    }

    /** The port that both are bound to. */
    public int port() {
        return port;
    }

    /** TCP connections now. */
    public int connections() {
        return connections.size();
    }

    /** TCP connections that were refused or not made because there were too many. */
    long connectionsRefused() {
        return connections.refused();
    }

    @Override
    public Endpoint towards(Target target) {
        return endpoint(Addresses.inet(target.ip()));
    }

    private Endpoint endpoint(InetAddress peer) {
        InetAddress own;
        try {
            own = locals.towards(peer);
        } catch (IOException e) {
            faults.count(String.valueOf(e.getMessage()), System.nanoTime());
            own = udp.localAddress().getAddress();
        }
        return locals.advertised().shown(new Endpoint(Addresses.ip(own), port), peer);
    }

    /**
     * Sends a message. On the SIP loop; {@code notSent} is called there too, if the message is
     * known not to have left.
     *
     * @param connection the TCP connection to use if it still stands, 0 for any to the target
     */
    public void send(byte[] message, Target target, long connection, Runnable notSent) {
        switch (target.transport()) {
            case UDP -> udp.send(message, Addresses.socket(target), notSent);
            case TCP -> connections.send(message, target, connection, notSent);
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
                new Flow(Addresses.target(Transport.UDP, source), endpoint(source.getAddress()), 0);
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
        loop.execute(() -> connections.sweep(System.nanoTime()));
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
        listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        udp.close().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> null).join();
        faults.finish();
    }
}
