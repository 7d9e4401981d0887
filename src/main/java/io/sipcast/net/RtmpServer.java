package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.observe.FaultLog;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.message.RtmpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded RTMP server: whoever connects publishes into the hub or plays from it. Connections
 * are dealt out to the media loops. Safe for use by any thread.
 */
public final class RtmpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpServer.class);
    private static final int MOST_CONNECTIONS = 2000;

    /** Connections of one address that have not published or played yet. */
    private static final int MOST_IDLERS_PER_ADDRESS = 50;

    /**
     * What went on.
     *
     * @param refused connections that the bounds forbade
     * @param faults connections that were closed because the client broke the protocol
     */
    public record Counters(
            int connections, int publishers, int players, long refused, long faults) {}

    private final Streams streams;
    private final StreamForm form;
    private final RtmpLimits limits;
    private final Supplier<RandomGenerator> random;
    private final Channel listener;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<InetAddress, Integer> idlers = new ConcurrentHashMap<>();
    private final AtomicLong publishers = new AtomicLong();
    private final AtomicLong players = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final FaultLog faults = new FaultLog(LOG, "RTMP server");

    /**
     * Binds and listens.
     *
     * @param port 0 for a free one
     * @param form in which players get streams
     * @param random for handshakes; one generator a connection
     * @throws BindFailedException when the port is in use
     */
    public RtmpServer(
            Loops loops,
            InetAddress address,
            int port,
            Streams streams,
            StreamForm form,
            Supplier<RandomGenerator> random)
            throws BindFailedException {
        this(
                loops,
                new InetSocketAddress(address, port),
                streams,
                form,
                RtmpLimits.DEFAULT,
                random);
    }

    RtmpServer(
            Loops loops,
            InetSocketAddress local,
            Streams streams,
            StreamForm form,
            RtmpLimits limits,
            Supplier<RandomGenerator> random)
            throws BindFailedException {
        this.streams = streams;
        this.form = form;
        this.limits = limits;
        this.random = random;
        var bootstrap =
                loops.listener(loops.next(), loops.media())
                        .option(ChannelOption.SO_BACKLOG, 512)
                        .childHandler(new Acceptor());
        loops.mediaOptions().applyTo(bootstrap);
        ChannelFuture bound = bootstrap.bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindFailedException("rtmp.port", "TCP", local, bound.cause());
        }
        listener = bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Whether a connection to this address and port would reach us. */
    public boolean isAt(InetSocketAddress target) {
        InetSocketAddress here = address();
        if (target.getPort() != here.getPort()) {
            return false;
        }
        return here.getAddress().isAnyLocalAddress()
                ? isOurs(target.getAddress())
                : target.getAddress().equals(here.getAddress());
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException _) {
            return false;
        }
    }

    /** The name of the stream behind a URL when the URL leads to this server; else empty. */
    public Optional<StreamName> ownName(RtmpUrl url, List<InetSocketAddress> addresses) {
        if (url.secure() || addresses.stream().noneMatch(this::isAt)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StreamName(bare(url.app()), bare(url.stream())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Without query and slashes around, as the server's end reads names. */
    private static String bare(String name) {
        int query = name.indexOf('?');
        String path = query < 0 ? name : name.substring(0, query);
        return path.replaceAll("^/+|/+$", "");
    }

    public Counters counters() {
        return new Counters(
                connections.size(),
                publishers.intValue(),
                players.intValue(),
                refused.get(),
                faults.total());
    }

    Streams streams() {
        return streams;
    }

    StreamForm form() {
        return form;
    }

    void publishing(int change) {
        publishers.addAndGet(change);
    }

    void playing(int change) {
        players.addAndGet(change);
    }

    void fault(Channel channel, String what) {
        faults.count(channel.remoteAddress() + ": " + what, System.nanoTime());
    }

    /** The connection has begun to publish or play, or is gone. */
    void noIdler(InetAddress address) {
        idlers.computeIfPresent(address, (_, n) -> n > 1 ? n - 1 : null);
    }

    private boolean admit(InetAddress address) {
        int here = idlers.merge(address, 1, Integer::sum);
        return here <= MOST_IDLERS_PER_ADDRESS && connections.size() < MOST_CONNECTIONS;
    }

    private final class Acceptor extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
                var _ = channel.close(); // gone already
                return;
            }
            InetAddress address = remote.getAddress();
            boolean admitted = admit(address);
            var connection =
                    new RtmpServerConnection(
                            RtmpServer.this, address, channel, limits, random.get());
            if (admitted) {
                connections.add(channel);
                channel.pipeline().addLast(connection);
            } else {
                refused.incrementAndGet();
                noIdler(address);
                var _ = channel.close();
            }
        }
    }

    /** Closes the listener and every connection. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        faults.finish();
    }
}
