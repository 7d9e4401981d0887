package io.sipcast.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.sipcast.observe.FaultLog;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP connections of SIP: ours by target, so that requests share them, and all by number, so
 * that a response goes back the way its request came. Their number is bounded, per address too, and
 * who says nothing is closed. On the SIP loop.
 */
final class SipConnections {
    private static final Logger LOG = LoggerFactory.getLogger(SipConnections.class);

    /**
     * What is allowed.
     *
     * @param perAddress connections that one address may make to us
     * @param idle without a message either way
     * @param silent after connecting to us without a message
     */
    record Limits(
            int connections, int perAddress, Duration connect, Duration idle, Duration silent) {
        static final Limits DEFAULT =
                new Limits(
                        2000,
                        100,
                        Duration.ofSeconds(4),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(20));
    }

    private final Loops loops;
    private final EventLoop loop;
    private final @Nullable InetAddress from;
    private final Limits limits;
    private final SipTransports.User user;
    private final FaultLog faults = new FaultLog(LOG, "SIP over TCP");
    private final Map<Long, SipConnection> byNumber = new HashMap<>();
    private final Map<Target, SipConnection> oursByTarget = new HashMap<>();
    private final Map<InetAddress, Integer> theirsByAddress = new HashMap<>();
    private long numbers;
    private long refused;

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
            SipTransports.User user) {
        this.loops = loops;
        this.loop = loop;
        this.from = from;
        this.limits = limits;
        this.user = user;
    }

    void send(byte[] bytes, Target target, long number, Runnable notSent) {
        SipConnection connection = byNumber.get(number);
        if (connection == null) {
            connection = oursByTarget.get(target);
        }
        if (connection == null && byNumber.size() < limits.connections()) {
            connection = connect(target);
        }
        if (connection == null) {
            refused++;
            notSent.run();
            return;
        }
        connection.send(bytes, notSent, System.nanoTime());
    }

    private SipConnection connect(Target target) {
        var connection = new SipConnection(++numbers, true, this, System.nanoTime());
        byNumber.put(connection.number(), connection);
        oursByTarget.put(target, connection);
        Bootstrap bootstrap =
                loops.tcp(loop)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) limits.connect().toMillis())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(connection);
        InetSocketAddress local = from == null ? null : new InetSocketAddress(from, 0);
        var made = bootstrap.connect(Addresses.socket(target), local);
        made.addListener(_ -> {
            if (!made.isSuccess()) {
                broken(connection, made.cause());
                connection.ended();
            }
        });
        return connection;
    }

    /** Takes the connections that others make. */
    ChannelInitializer<Channel> acceptor() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel);
            }
        };
    }

    private void accept(Channel channel) {
        InetAddress address = address(channel);
        if (address == null
                || byNumber.size() >= limits.connections()
                || theirsByAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            refused++;
            var _ = channel.close();
            return;
        }
        theirsByAddress.merge(address, 1, Integer::sum);
        var connection = new SipConnection(++numbers, false, this, System.nanoTime());
        byNumber.put(connection.number(), connection);
        channel.pipeline().addLast(connection);
        channel.closeFuture()
                .addListener(_ -> {
                    theirsByAddress.computeIfPresent(address, (_, n) -> n > 1 ? n - 1 : null);
                    connection.ended();
                });
    }

    private static @Nullable InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : null;
    }

    /** Hands a message up and tells when that was. */
    long received(Incoming incoming, Flow flow) {
        long now = System.nanoTime();
        user.received(incoming, flow, now);
        return now;
    }

    void broken(SipConnection connection, Throwable why) {
        String what = why instanceof IOException ? why.getMessage() : why.toString();
        faults.count("connection " + connection.number() + ": " + what, System.nanoTime());
    }

    void remove(SipConnection connection) {
        byNumber.remove(connection.number());
        oursByTarget.values().remove(connection);
        Flow flow = connection.flow();
        if (connection.ours() && flow != null) {
            user.disconnected(flow);
        }
    }

    /** Closes who has said nothing for too long. */
    void sweep(long nowNanos) {
        List<SipConnection> idle = new ArrayList<>();
        for (SipConnection connection : byNumber.values()) {
            Duration limit =
                    connection.ours() || connection.heard() ? limits.idle() : limits.silent();
            if (nowNanos - connection.lastUsedNanos() > limit.toNanos()) {
                idle.add(connection);
            }
        }
        idle.forEach(SipConnection::close);
    }

    int size() {
        return byNumber.size();
    }

    /** Connections and sendings that the limits forbade. */
    long refused() {
        return refused;
    }

    void close() {
        List.copyOf(byNumber.values()).forEach(SipConnection::close);
    }
}
