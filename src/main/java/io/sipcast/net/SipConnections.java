package io.sipcast.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.sipcast.observe.FaultLog;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of SIP over TCP and TLS: ours by target, so that requests share them, and all by
 * number, so that a response goes back the way its request came. A target is reached by its name
 * too, so one whose certificate was checked for one name is not used for another. Their number is
 * bounded, per address too, and who says nothing is closed. On the SIP loop.
 */
final class SipConnections {
    private static final Logger LOG = LoggerFactory.getLogger(SipConnections.class);

    /** What was sent and not acknowledged for so long ends a connection of ours, RFC 5482. */
    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    /**
     * What is allowed.
     *
     * @param connections in all; others may make three quarters of them, so that we can call
     * @param perAddress connections that one address may make to us; of IPv6, one /64
     * @param idle without a message either way, on a connection that was made to us
     * @param idleOurs the same, on one that we made
     * @param silent since connecting to us without a message
     * @param ping the longest pause between two pings on a connection of ours
     * @param pong in which a peer that answers pings must answer
     */
    record Limits(
            int connections,
            int perAddress,
            Duration connect,
            Duration handshake,
            Duration idle,
            Duration idleOurs,
            Duration silent,
            Duration ping,
            Duration pong) {
        static final Limits DEFAULT =
                new Limits(
                        2000,
                        100,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(75), // a registration of an hour is refreshed before
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(120), // RFC 5626 §4.4
                        Duration.ofSeconds(10));
    }

    private final Loops loops;
    private final EventLoop loop;
    private final @Nullable InetAddress from;
    private final Limits limits;
    private final SipTls tls;
    private final SipTransports.User user;
    private final FaultLog faults = new FaultLog(LOG, "SIP over TCP and TLS");
    private final Map<Long, SipConnection> byNumber = new HashMap<>();
    private final Map<Target, SipConnection> oursByTarget = new HashMap<>();
    private final Map<IpAddress, Integer> theirsByAddress = new HashMap<>();
    private int theirs;
    private long numbers;
    private long refused;
    private long failedHandshakes;

    /**
     * No connections yet.
     *
     * @param from our own address for connections that we make; null leaves it to the routing table
     */
    SipConnections(
            Loops loops,
            EventLoop loop,
            @Nullable InetAddress from,
            Limits limits,
            SipTls tls,
            SipTransports.User user) {
        this.loops = loops;
        this.loop = loop;
        this.from = from;
        this.limits = limits;
        this.tls = tls;
        this.user = user;
    }

    void send(byte[] bytes, Target target, long number, SipTransports.NotSent notSent) {
        SipConnection connection = byNumber.get(number);
        if (connection == null) {
            connection = oursByTarget.get(target);
        }
        if (connection == null && byNumber.size() < limits.connections()) {
            connection = connect(target);
        }
        if (connection == null) {
            refused++;
            notSent.because(Obstacle.CROWDED);
            return;
        }
        connection.send(bytes, notSent, System.nanoTime());
    }

    private SipConnection connect(Target target) {
        SipConnection connection = connection(target.transport(), target);
        oursByTarget.put(target, connection);
        InetSocketAddress local = from == null ? null : new InetSocketAddress(from, 0);
        var made = client(target, connection).connect(Addresses.socket(target), local);
        made.addListener(_ -> {
            if (!made.isSuccess()) {
                String why = Obstacle.of(made.cause());
                broken(connection, why);
                connection.ended(why);
            }
        });
        return connection;
    }

    private Bootstrap client(Target target, SipConnection connection) {
        Bootstrap client =
                loops.tcp(loop)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) limits.connect().toMillis())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(
                                initializer(channel -> {
                                    if (target.transport() == Transport.TLS) {
                                        channel.pipeline()
                                                .addLast(
                                                        tls.connecting(
                                                                channel.alloc(),
                                                                target,
                                                                limits.handshake()));
                                    }
                                    channel.pipeline().addLast(connection);
                                }));
        return loops.epoll()
                ? client.option(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS)
                : client;
    }

    private SipConnection connection(Transport transport, @Nullable Target target) {
        long now = System.nanoTime();
        var keepAlive =
                new KeepAlive(limits.ping(), limits.pong(), ThreadLocalRandom.current(), now);
        var made = new SipConnection(++numbers, transport, target, this, keepAlive, now);
        byNumber.put(made.number(), made);
        return made;
    }

    /** Takes the connections that others make. */
    ChannelInitializer<Channel> acceptor(Transport transport) {
        return initializer(channel -> accept(channel, transport));
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> work) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                work.accept(channel);
            }
        };
    }

    private void accept(Channel channel, Transport transport) {
        IpAddress source = source(channel);
        if (source == null
                || theirs >= limits.connections() - limits.connections() / 4
                || byNumber.size() >= limits.connections()
                || theirsByAddress.getOrDefault(source, 0) >= limits.perAddress()) {
            refused++;
            var _ = channel.close();
            return;
        }
        theirs++;
        theirsByAddress.merge(source, 1, Integer::sum);
        SipConnection connection = connection(transport, null);
        if (transport == Transport.TLS) {
            channel.pipeline().addLast(tls.accepting(channel.alloc(), limits.handshake()));
        }
        channel.pipeline().addLast(connection);
        channel.closeFuture()
                .addListener(_ -> {
                    theirs--;
                    theirsByAddress.computeIfPresent(source, (_, n) -> n > 1 ? n - 1 : null);
                    connection.ended(Obstacle.CLOSED);
                });
    }

    /** The address; of IPv6 its /64, since one host has as many addresses there as it likes. */
    private static @Nullable IpAddress source(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return null;
        }
        IpAddress ip = Addresses.ip(remote.getAddress());
        return ip.v6() ? new IpAddress(true, ip.high(), 0) : ip;
    }

    /** Hands a message up and tells when that was. */
    long received(Incoming incoming, Flow flow) {
        long now = System.nanoTime();
        user.received(incoming, flow, now);
        return now;
    }

    void handshakeFailed() {
        failedHandshakes++;
    }

    void broken(SipConnection connection, String why) {
        faults.count(connection + ": " + why, System.nanoTime());
    }

    void remove(SipConnection connection) {
        byNumber.remove(connection.number());
        oursByTarget.values().remove(connection);
        Flow flow = connection.flow();
        if (connection.ours() && flow != null) {
            user.disconnected(flow);
        }
    }

    /** Closes who has said nothing for too long, and keeps the others alive. */
    void sweep(long nowNanos) {
        for (SipConnection connection : List.copyOf(byNumber.values())) {
            if (isOverdue(connection, nowNanos)) {
                connection.close("the connection was idle for too long");
            } else {
                connection.tick(nowNanos);
            }
        }
    }

    private boolean isOverdue(SipConnection connection, long nowNanos) {
        if (!connection.ours() && !connection.heard()) {
            return nowNanos - connection.sinceNanos() > limits.silent().toNanos();
        }
        Duration idle = connection.ours() ? limits.idleOurs() : limits.idle();
        return nowNanos - connection.lastUsedNanos() > idle.toNanos();
    }

    SipTransports.Counters counters() {
        return new SipTransports.Counters(byNumber.size(), refused, failedHandshakes);
    }

    void close() {
        List.copyOf(byNumber.values()).forEach(connection -> connection.close(Obstacle.CLOSED));
    }
}
