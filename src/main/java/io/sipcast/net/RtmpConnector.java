package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes connections to RTMP servers, plain or over TLS, on a given loop. The target is resolved and
 * checked first, and each address is checked again before it is connected to. Any thread.
 */
public final class RtmpConnector {
    private final Loops loops;
    private final TargetPolicy policy;
    private final Executor mayWait;
    private final Supplier<RandomGenerator> random;
    private final RtmpClientTls tls;

    /** A connector that trusts whom the Java runtime trusts. */
    public RtmpConnector(
            Loops loops, TargetPolicy policy, Executor mayWait, Supplier<RandomGenerator> random) {
        this(loops, policy, mayWait, random, RtmpClientTls.standard());
    }

    /**
     * A connector under a policy.
     *
     * @param mayWait runs look-ups and the checking of certificates
     * @param random for handshakes; one generator a connection
     * @param tls whom to trust
     */
    public RtmpConnector(
            Loops loops,
            TargetPolicy policy,
            Executor mayWait,
            Supplier<RandomGenerator> random,
            RtmpClientTls tls) {
        this.loops = loops;
        this.policy = policy;
        this.mayWait = mayWait;
        this.random = random;
        this.tls = tls;
    }

    /** A generator of its own for each who asks. */
    public RandomGenerator random() {
        return random.get();
    }

    /** Runs what may wait. */
    public void mayWait(Runnable task) {
        mayWait.execute(task);
    }

    /**
     * The addresses that the URL may be connected at, at least one. Waits for DNS.
     *
     * @throws TargetRefusedException when the policy forbids all of them
     * @throws java.net.UnknownHostException when there is none
     */
    public List<InetSocketAddress> resolve(RtmpUrl url) throws IOException {
        return policy.resolve(url.host(), url.port());
    }

    /**
     * Connects to the first address that answers.
     *
     * @param limit for each of them to answer, and for TLS
     * @param handler called on {@code loop} from then on
     * @param failed told why, on {@code loop}
     */
    void connect(
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            Duration limit,
            RtmpClientHandler handler,
            Consumer<RtmpFailure> failed) {
        InetSocketAddress address = addresses.getFirst();
        List<InetSocketAddress> others = addresses.subList(1, addresses.size());
        try {
            policy.check(url.host(), address.getAddress());
        } catch (TargetRefusedException e) {
            loop.execute(() -> failed.accept(RtmpFailures.ofConnect(e, url)));
            return;
        }
        var made =
                loops.mediaOptions()
                        .applyTo(loops.tcp(loop))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit.toMillis())
                        .handler(new Initializer(url, limit, handler))
                        .connect(address);
        made.addListener(_ -> {
            if (made.isSuccess()) {
                return;
            }
            if (others.isEmpty() || handler.closed()) {
                failed.accept(RtmpFailures.ofConnect(made.cause(), url));
            } else {
                connect(loop, url, others, limit, handler, failed);
            }
        });
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        private final RtmpUrl url;
        private final Duration limit;
        private final RtmpClientHandler handler;

        Initializer(RtmpUrl url, Duration limit, RtmpClientHandler handler) {
            this.url = url;
            this.limit = limit;
            this.handler = handler;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (url.secure()) {
                channel.pipeline().addLast(tls.connecting(channel.alloc(), url, limit, mayWait));
            }
            channel.pipeline().addLast(handler);
        }
    }
}
