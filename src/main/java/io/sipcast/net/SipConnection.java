package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.StreamFramer;
import io.sipcast.sip.route.Flow;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of SIP over TCP or TLS, RFC 3261 §18: cuts its bytes into messages. On the SIP
 * loop.
 */
final class SipConnection extends ChannelInboundHandlerAdapter {
    /** Bytes that may wait for a peer that does not read. */
    private static final int MOST_UNSENT = 1 << 20;

    /** Messages to a peer that has not said anything yet, of which we would know what became. */
    private static final int MOST_DOUBTFUL = 64;

    private static final byte[] PONG = {'\r', '\n'};
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final SipTransports.NotSent NOBODY = _ -> {};

    private final long number;
    private final Transport transport;
    private final @Nullable Target target;
    private final SipConnections connections;
    private final KeepAlive keepAlive;
    private final StreamFramer framer = new StreamFramer();
    private final List<Unsent> early = new ArrayList<>();
    private final List<Unsent> doubtful = new ArrayList<>();
    private final long sinceNanos;
    private @Nullable Channel channel;
    private @Nullable Flow flow;
    private long unsent;
    private long lastUsedNanos;
    private boolean spoken;
    private boolean heard;
    private boolean closed;

    /** By identity: the same bytes may be sent twice. */
    private static final class Unsent {
        private final byte[] bytes;
        private final SipTransports.NotSent notSent;

        Unsent(byte[] bytes, SipTransports.NotSent notSent) {
            this.bytes = bytes;
            this.notSent = notSent;
        }
    }

    /**
     * A connection that is not up yet.
     *
     * @param target where we connect to, so that it may be used for requests there; null for a
     *     connection that was made to us
     */
    SipConnection(
            long number,
            Transport transport,
            @Nullable Target target,
            SipConnections connections,
            KeepAlive keepAlive,
            long nowNanos) {
        this.number = number;
        this.transport = transport;
        this.target = target;
        this.connections = connections;
        this.keepAlive = keepAlive;
        this.sinceNanos = nowNanos;
        this.lastUsedNanos = nowNanos;
    }

    long number() {
        return number;
    }

    boolean ours() {
        return target != null;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Since when no whole message has gone either way. */
    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Whether the peer has ever said something that is SIP. */
    boolean heard() {
        return heard;
    }

    /** Null before the connection is up. */
    @Nullable Flow flow() {
        return flow;
    }

    /** Sends now, or as soon as the connection is up; {@code notSent} runs if it never leaves. */
    void send(byte[] bytes, SipTransports.NotSent notSent, long nowNanos) {
        if (closed || unsent + bytes.length > MOST_UNSENT) {
            notSent.because(closed ? Obstacle.CLOSED : Obstacle.CROWDED);
            return;
        }
        lastUsedNanos = nowNanos;
        put(new Unsent(bytes, notSent));
    }

    private void put(Unsent message) {
        unsent += message.bytes.length;
        if (channel == null) {
            early.add(message);
        } else {
            write(channel, message);
        }
    }

    private void write(Channel up, Unsent message) {
        if (ours() && !spoken && doubtful.size() < MOST_DOUBTFUL) {
            doubtful.add(message);
        }
        var written = up.writeAndFlush(Unpooled.wrappedBuffer(message.bytes));
        written.addListener(_ -> {
            unsent -= message.bytes.length;
            if (!written.isSuccess() && !closed) {
                doubtful.remove(message);
                message.notSent.because(Obstacle.of(written.cause()));
            }
        });
    }

    /** Line ends, unless too much waits already. */
    private void sendLineEnds(byte[] bytes) {
        if (channel != null && unsent + bytes.length <= MOST_UNSENT) {
            put(new Unsent(bytes, NOBODY));
        }
    }

    /** Pings when it is time, and closes when the peer does not answer any more. */
    void tick(long nowNanos) {
        if (!ours() || channel == null) {
            return;
        }
        switch (keepAlive.tick(nowNanos)) {
            case NOTHING -> {}
            case PING -> sendLineEnds(PING);
            case GIVE_UP -> close("it does not answer on the connection any more");
        }
        framer.expectPong(keepAlive.waiting());
    }

    /** For this reason, which those hear whose messages have not left. */
    void close(String why) {
        ended(why);
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /**
     * The connection could not be made, or is over. A peer may take our first message and close
     * without a word, as servers do that turn our certificate down (RFC 8446 §4.4.2.4): that counts
     * as not sent.
     */
    void ended(String why) {
        if (closed) {
            return;
        }
        closed = true;
        connections.remove(this);
        early.forEach(message -> message.notSent.because(why));
        doubtful.forEach(message -> message.notSent.because(why));
        early.clear();
        doubtful.clear();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (transport == Transport.TCP) {
            up(ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done when done.isSuccess() -> up(ctx);
            case SslHandshakeCompletionEvent failed -> {
                connections.handshakeFailed();
                fail(ctx, Obstacle.ofHandshake(failed.cause(), ours()));
            }
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void up(ChannelHandlerContext ctx) {
        var remote = (InetSocketAddress) ctx.channel().remoteAddress();
        var local = (InetSocketAddress) ctx.channel().localAddress();
        if (closed || remote == null || local == null) { // it may be gone already
            var _ = ctx.close();
            ended(Obstacle.CLOSED);
            return;
        }
        channel = ctx.channel();
        flow = new Flow(Addresses.target(transport, remote), Addresses.endpoint(local), number);
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
        spoken = true;
        doubtful.clear();
        try {
            Incoming incoming = framer.next();
            while (incoming != null && !closed) {
                take(incoming);
                incoming = framer.next();
            }
        } catch (ProtocolException e) {
            fail(ctx, e.toString());
        }
    }

    private void take(Incoming incoming) {
        switch (incoming) {
            case Incoming.Ping _ -> sendLineEnds(PONG); // RFC 5626 §4.4.1
            case Incoming.Pong _ -> keepAlive.pong();
            case Incoming.Message _, Incoming.Malformed _ -> {
                if (flow != null) {
                    heard |= incoming instanceof Incoming.Message;
                    lastUsedNanos = connections.received(incoming, flow);
                }
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended(Obstacle.CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, Obstacle.of(cause, ours()));
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        if (!closed) {
            connections.broken(this, why);
            ended(why);
        }
        var _ = ctx.close();
    }

    @Override
    public String toString() {
        String place =
                target != null ? "to " + target : flow != null ? "from " + flow.peer() : "to us";
        return "connection " + number + " " + place;
    }
}
