package io.sipcast.net;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The search for a pair of ports that are both free. */
final class RtpPortOpening {
    private static final int TRIES = 32;

    private final Loops loops;
    private final EventLoop loop;
    private final InetAddress local;
    private final PortPool pool;
    private final UdpSocket.Options options;
    private final RtpSocket rtp;
    private final RtpSocket rtcp;
    private final CompletableFuture<RtpPort> result = new CompletableFuture<>();
    private int tries;

    RtpPortOpening(
            Loops loops,
            EventLoop loop,
            InetAddress local,
            PortPool pool,
            RtpPort.Options options,
            RtpPort.Handler handler) {
        this.loops = loops;
        this.loop = loop;
        this.local = local;
        this.pool = pool;
        this.options =
                new UdpSocket.Options(
                        ReceiveBuffers.rtp(), options.receiveBufferBytes(), options.trafficClass());
        this.rtp = new RtpSocket(new ToRtp(handler), loops.epoll());
        this.rtcp = new RtpSocket(new ToRtcp(handler), loops.epoll());
    }

    EventLoop loop() {
        return loop;
    }

    PortPool pool() {
        return pool;
    }

    InetAddress local() {
        return local;
    }

    RtpSocket rtp() {
        return rtp;
    }

    RtpSocket rtcp() {
        return rtcp;
    }

    CompletableFuture<RtpPort> start() {
        next();
        return result;
    }

    private void next() {
        int port;
        try {
            port = pool.take(System.nanoTime());
        } catch (NoRtpPortException e) {
            result.completeExceptionally(e);
            return;
        }
        tries++;
        var _ =
                bind(port, rtp)
                        .whenComplete((opened, failure) -> {
                            if (opened == null) {
                                failed(port, failure);
                            } else {
                                bindRtcp(port, opened);
                            }
                        });
    }

    private void bindRtcp(int port, UdpSocket rtpUdp) {
        var _ =
                bind(port + 1, rtcp)
                        .whenComplete((opened, failure) -> {
                            if (opened == null) {
                                var _ = rtpUdp.close().thenRun(() -> failed(port, failure));
                            } else {
                                result.complete(new RtpPort(this, port, rtpUdp, opened));
                            }
                        });
    }

    private CompletableFuture<UdpSocket> bind(int port, RtpSocket receiver) {
        var address = new InetSocketAddress(local, port);
        return UdpSocket.open(loops, loop, address, options, receiver);
    }

    /** A port in use is another program's: the next may be free. Nothing else gets better. */
    private void failed(int port, @Nullable Throwable why) {
        pool.giveBack(port, System.nanoTime());
        boolean inUse = String.valueOf(why).contains("in use");
        if (inUse && tries < TRIES) {
            next();
        } else {
            result.completeExceptionally(new NoRtpPortException(sentence(port, inUse, why), why));
        }
    }

    private String sentence(int port, boolean inUse, @Nullable Throwable why) {
        String address = local.getHostAddress();
        return inUse
                ? "other programs use all of the %d ports of rtp.ports that were tried, the last one %d of %s; another range may be free"
                        .formatted(tries, port, address)
                : "RTP port %d of %s cannot be bound: %s"
                        .formatted(port, address, why == null ? "" : why.getMessage());
    }

    private record ToRtp(RtpPort.Handler handler) implements RtpSocket.Receiver {
        @Override
        public void packet(ByteBuffer packet, long nowNanos) {
            handler.rtp(packet, nowNanos);
        }

        @Override
        public void turnEnded() {
            handler.turnEnded();
        }
    }

    private record ToRtcp(RtpPort.Handler handler) implements RtpSocket.Receiver {
        @Override
        public void packet(ByteBuffer packet, long nowNanos) {
            handler.rtcp(packet, nowNanos);
        }

        @Override
        public void turnEnded() {
            handler.turnEnded();
        }
    }
}
