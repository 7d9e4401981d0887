package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sipcast.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the client side of one RTMP connection, whichever it is. On the channel's loop. */
final class RtmpClientHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpClientHandler.class);

    /** A machine with its events: one that publishes or one that plays. */
    interface Machine {
        RtmpOutput output();

        void receive(ByteBuffer in, long nowNanos);

        long nextTimeoutNanos();

        void timeout(long nowNanos);

        void disconnected();

        void finish();

        /** Acts on the machine's events; false once its end was among them. */
        boolean serve();

        /** The channel takes bytes again. */
        default void writable() {}
    }

    private final Function<Channel, Machine> opening;
    private @Nullable Driven driven;
    private @Nullable Throwable trouble;
    private boolean tlsFailed;
    private boolean closed;

    private record Driven(Channel channel, Machine machine, RtmpTimer timer) {}

    /**
     * Not connected yet.
     *
     * @param opening makes the machine once there is a connection
     */
    RtmpClientHandler(Function<Channel, Machine> opening) {
        this.opening = opening;
    }

    /** It is in one pipeline at a time: in that of the next address once the one before failed. */
    @Override
    public boolean isSharable() {
        return true;
    }

    /** Whether it was closed by us, maybe before it was connected. */
    boolean closed() {
        return closed;
    }

    /** Whether TLS has begun and is not done. */
    boolean awaitsTls() {
        SslHandler tls = driven == null ? null : driven.channel().pipeline().get(SslHandler.class);
        return tls != null && !tls.handshakeFuture().isSuccess();
    }

    /** What the transport complained of, if it did: a reset, a certificate. */
    @Nullable Throwable trouble() {
        return trouble;
    }

    /** Whether the trouble is that TLS could not be agreed on. */
    boolean tlsFailed() {
        return tlsFailed;
    }

    long sent() {
        return driven == null ? 0 : driven.machine().output().sent();
    }

    /** Says what is to be said at the end, and closes. */
    void close() {
        if (!closed) {
            closed = true;
            if (driven != null) {
                driven.machine().finish();
                serve(driven);
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        if (closed) {
            var _ = channel.close();
            return;
        }
        Machine machine = opening.apply(channel);
        var timer = new RtmpTimer(channel.eventLoop(), machine::nextTimeoutNanos, this::timedOut);
        driven = new Driven(channel, machine, timer);
        serve(driven);
    }

    private void timedOut() {
        if (driven != null) {
            driven.machine().timeout(System.nanoTime());
            serve(driven);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (driven != null) {
                driven.machine().receive(bytes.nioBuffer(), System.nanoTime());
                serve(driven);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (driven != null && ctx.channel().isWritable()) {
            driven.machine().writable();
        }
    }

    private void serve(Driven what) {
        boolean goesOn = what.machine().serve();
        what.machine().output().flush();
        if (goesOn) {
            what.timer().update();
        } else {
            closed = true;
            what.timer().stop();
            var _ = what.channel().close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (driven != null) {
            driven.timer().stop();
            driven.machine().disconnected();
            var _ = driven.machine().serve();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        complain(cause);
        if (cause instanceof RuntimeException
                && !(cause instanceof ProtocolException || cause instanceof DecoderException)) {
            LOG.error("driving {} failed", ctx.channel(), cause);
        }
        var _ = ctx.close();
    }

    /** A TLS handshake that is given up closes by itself, and tells why only here. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            tlsFailed = true;
            complain(done.cause());
        }
    }

    private void complain(Throwable cause) {
        if (trouble == null) {
            trouble = cause;
        }
    }
}
