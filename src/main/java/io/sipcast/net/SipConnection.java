package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.StreamFramer;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TCP connection of SIP, RFC 3261 §18: cuts its bytes into messages. On the SIP loop. */
final class SipConnection extends ChannelInboundHandlerAdapter {
    /** Bytes that may wait for a peer that does not read. */
    private static final int MOST_UNSENT = 1 << 20;

    private static final byte[] PONG = {'\r', '\n'};

    private final long number;
    private final boolean ours;
    private final SipConnections connections;
    private final StreamFramer framer = new StreamFramer();
    private final List<Unsent> early = new ArrayList<>();
    private @Nullable Channel channel;
    private @Nullable Flow flow;
    private long unsent;
    private long lastUsedNanos;
    private boolean heard;
    private boolean closed;

    private record Unsent(ByteBuf bytes, Runnable notSent) {}

    /**
     * A connection that is not up yet.
     *
     * @param ours whether we made it, so that it may be used for requests to its peer
     */
    SipConnection(long number, boolean ours, SipConnections connections, long nowNanos) {
        this.number = number;
        this.ours = ours;
        this.connections = connections;
        this.lastUsedNanos = nowNanos;
    }

    long number() {
        return number;
    }

    boolean ours() {
        return ours;
    }

    /** Since when no whole message has gone either way. */
    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Whether the peer has ever said something that is SIP. */
    boolean heard() {
        return heard;
    }

    @Nullable Flow flow() {
        return flow;
    }

    /** Sends now, or as soon as the connection is up; {@code notSent} runs if it never leaves. */
    void send(byte[] bytes, Runnable notSent, long nowNanos) {
        if (closed || unsent + bytes.length > MOST_UNSENT) {
            notSent.run();
            return;
        }
        lastUsedNanos = nowNanos;
        unsent += bytes.length;
        var message = new Unsent(Unpooled.wrappedBuffer(bytes), notSent);
        if (channel == null) {
            early.add(message);
        } else {
            write(channel, message);
        }
    }

    private void write(Channel up, Unsent message) {
        int size = message.bytes().readableBytes();
        var written = up.writeAndFlush(message.bytes());
        written.addListener(_ -> {
            unsent -= size;
            if (!written.isSuccess()) {
                message.notSent().run();
            }
        });
    }

    void close() {
        if (channel != null) {
            var _ = channel.close();
        }
        ended();
    }

    /** The connection could not be made, or is over. */
    void ended() {
        if (closed) {
            return;
        }
        closed = true;
        connections.remove(this);
        early.forEach(message -> message.notSent().run());
        early.clear();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var remote = (InetSocketAddress) ctx.channel().remoteAddress();
        var local = (InetSocketAddress) ctx.channel().localAddress();
        if (closed || remote == null || local == null) { // it may be gone already
            var _ = ctx.close();
            ended();
            return;
        }
        channel = ctx.channel();
        flow = new Flow(Addresses.target(Transport.TCP, remote), Addresses.endpoint(local), number);
        early.forEach(message -> write(ctx.channel(), message));
        early.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            framer.append(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
        try {
            Incoming incoming = framer.next();
            while (incoming != null && !closed) {
                take(ctx, incoming);
                incoming = framer.next();
            }
        } catch (ProtocolException e) {
            connections.broken(this, e);
            close();
        }
    }

    private void take(ChannelHandlerContext ctx, Incoming incoming) {
        if (incoming instanceof Incoming.Ping) {
            var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(PONG)); // RFC 5626 §4.4.1
        } else if (flow != null) {
            heard |= incoming instanceof Incoming.Message;
            lastUsedNanos = connections.received(incoming, flow);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connections.broken(this, cause);
        close();
    }
}
