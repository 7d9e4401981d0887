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
import io.sipcast.rtmp.serve.StreamAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded RTMP server: whoever connects publishes into the hub or plays from it. Connections
 * are dealt out to the media loops. Safe for use by any thread.
 */
public final class RtmpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpServer.class);

    /** Encoders send something many times a second. */
    public static final Duration SILENCE = Duration.ofSeconds(3);

    /**
     * What clients may do.
     *
     * @param connections at once
     * @param ofAddress connections of one address
     * @param stall how long a client may take nothing of what it is sent
     * @param silence after which a publisher's name is given to the same publisher that comes back
     * @param each what one connection allows itself and its peer
     */
    public record Bounds(
            int connections, int ofAddress, Duration stall, Duration silence, RtmpLimits each) {
        public static final Bounds DEFAULT =
                new Bounds(2000, 500, Duration.ofSeconds(30), SILENCE, RtmpLimits.DEFAULT);
    }

    /**
     * What it serves, and to whom.
     *
     * @param form in which players get streams
     * @param tls for {@code rtmps}; null: there is none
     */
    public record Serving(
            Streams streams,
            StreamForm form,
            StreamGuard guard,
            Bounds bounds,
            @Nullable RtmpServerTls tls) {}

    /**
     * What went on.
     *
     * @param refused connections that the bounds forbade
     * @param denied publishes and plays that keys or the hook forbade
     * @param takenOver names that a publisher took over from its own dead connection
     * @param faults connections that were closed because the client broke the protocol or was
     *     silent
     */
    public record Counters(
            int connections,
            int publishers,
            int players,
            long refused,
            long denied,
            long takenOver,
            long faults) {}

    private final Serving serving;
    private final Supplier<RandomGenerator> random;
    private final Channel listener;
    private final @Nullable Channel secureListener;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final RtmpAdmission admission;
    private final Map<StreamName, RtmpPublisher> publishers = new ConcurrentHashMap<>();
    private final RtmpCounts counts = new RtmpCounts();
    private final FaultLog faults = new FaultLog(LOG, "RTMP server");
    private final FaultLog refused = new FaultLog(LOG, "RTMP server");

    /**
     * Binds and listens, open to everybody, without TLS.
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
                new Serving(streams, form, StreamGuard.open(), Bounds.DEFAULT, null),
                random);
    }

    /**
     * Binds and listens.
     *
     * @param local where; port 0 for a free one
     * @param random for handshakes; one generator a connection
     * @throws BindFailedException when a port is in use
     */
    public RtmpServer(
            Loops loops, InetSocketAddress local, Serving serving, Supplier<RandomGenerator> random)
            throws BindFailedException {
        this.serving = serving;
        this.random = random;
        Bounds bounds = serving.bounds();
        admission = new RtmpAdmission(bounds.connections(), bounds.ofAddress());
        listener = listen(loops, "rtmp.port", local, null);
        RtmpServerTls tls = serving.tls();
        try {
            secureListener =
                    tls == null
                            ? null
                            : listen(
                                    loops,
                                    "rtmp.tls.port",
                                    new InetSocketAddress(local.getAddress(), tls.port()),
                                    tls);
        } catch (BindFailedException e) {
            listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
            throw e;
        }
    }

    private Channel listen(
            Loops loops, String key, InetSocketAddress local, @Nullable RtmpServerTls tls)
            throws BindFailedException {
        var bootstrap =
                loops.listener(loops.next(), loops.media())
                        .option(ChannelOption.SO_BACKLOG, 512)
                        .childHandler(new Acceptor(tls));
        loops.mediaOptions().applyTo(bootstrap);
        ChannelFuture bound = bootstrap.bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindFailedException(key, "TCP", local, bound.cause());
        }
        return bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** The port of {@code rtmps}; 0 without it. */
    public int securePort() {
        return secureListener == null
                ? 0
                : ((InetSocketAddress) secureListener.localAddress()).getPort();
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
            var asked = StreamAddress.of(url.app(), url.stream());
            return Optional.of(new StreamName(asked.app(), asked.name()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Ends a stream that a client publishes here, by closing its connection.
     *
     * @return whether there is one
     */
    public boolean terminate(StreamName name) {
        RtmpPublisher publisher = publishers.get(name);
        if (publisher != null) {
            publisher.hold().end();
        }
        return publisher != null;
    }

    public Counters counters() {
        return new Counters(
                connections.size(),
                counts.publishers.intValue(),
                counts.players.intValue(),
                refused.total(),
                counts.denied.sum(),
                counts.takenOver.sum(),
                faults.total());
    }

    /** Connections that were not taken, by what there was too much of. */
    public Map<String, Long> refusals() {
        Map<String, Long> all = new TreeMap<>();
        for (RtmpAdmission.Refusal why : RtmpAdmission.Refusal.values()) {
            all.put(why.name().toLowerCase(Locale.ROOT), admission.refused(why));
        }
        return all;
    }

    Serving serving() {
        return serving;
    }

    RtmpAdmission admission() {
        return admission;
    }

    RtmpCounts counts() {
        return counts;
    }

    /** Who publishes over RTMP now, by name. */
    Map<StreamName, RtmpPublisher> publishers() {
        return publishers;
    }

    void fault(Channel channel, String what) {
        faults.count(channel.remoteAddress() + ": " + what, System.nanoTime());
    }

    private final class Acceptor extends ChannelInitializer<Channel> {
        private final @Nullable RtmpServerTls tls;

        Acceptor(@Nullable RtmpServerTls tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
                var _ = channel.close(); // gone already
                return;
            }
            InetAddress address = remote.getAddress();
            RtmpAdmission.Refusal refusal = admission.enter(address);
            if (refusal != null) {
                refused.count(
                        remote + ": not taken, there are too many " + words(refusal),
                        System.nanoTime());
                var _ = channel.close();
                return;
            }
            connections.add(channel);
            if (tls != null) {
                var handshake = serving.bounds().each().answerTimeout();
                channel.pipeline().addLast(tls.accepting(channel.alloc(), handshake));
            }
            channel.pipeline()
                    .addLast(
                            new RtmpServerConnection(
                                    RtmpServer.this, address, channel, random.get()));
        }

        private static String words(RtmpAdmission.Refusal refusal) {
            return switch (refusal) {
                case CONNECTIONS -> "connections (rtmp.max-connections)";
                case ADDRESS -> "of its address (rtmp.max-per-address)";
                case IDLERS -> "of its address that do nothing";
            };
        }
    }

    /** Closes the listeners and every connection. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (secureListener != null) {
            secureListener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        }
        connections.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        faults.finish();
        refused.finish();
    }
}
