package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import io.sipcast.rtmp.serve.StreamAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one client's {@link ServerConnection}. While it is being decided whether the client may
 * publish or play, nothing more is read of it, and what has been read waits. On the channel's loop.
 */
final class RtmpServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpServerConnection.class);

    /** Answers that a client may leave unread, beside media. */
    private static final int MOST_UNREAD_BYTES = 256 * 1024;

    private final RtmpServer server;
    private final InetAddress address;
    private final Channel channel;
    private final ServerConnection machine;
    private final RtmpOutput output;
    private final RtmpTimer timer;
    private final RtmpStall stall;
    private final RtmpUses uses;
    private boolean idler = true;
    private boolean closed;
    private int unreadBytes;

    RtmpServerConnection(
            RtmpServer server, InetAddress address, Channel channel, RandomGenerator random) {
        this.server = server;
        this.address = address;
        this.channel = channel;
        var bounds = server.serving().bounds();
        machine = new ServerConnection(bounds.each(), random, System.nanoTime());
        output = new RtmpOutput(channel, machine.outbox());
        stall = new RtmpStall(output, bounds.stall());
        timer = new RtmpTimer(channel.eventLoop(), this::nextNanos, this::timedOut);
        uses = new RtmpUses(server, channel, machine, output, new Turns());
    }

    /** What {@link RtmpUses} wants of the connection. */
    private final class Turns implements RtmpUses.Connection {
        /** Nothing more is taken until {@link #resume}. */
        @Override
        public void pause() {
            channel.config().setAutoRead(false);
        }

        @Override
        public void resume() {
            if (!closed) {
                channel.config().setAutoRead(true);
                serve();
                timer.update();
            }
        }

        @Override
        public void inUse() {
            RtmpServerConnection.this.inUse();
        }

        @Override
        public void end() {
            if (!closed) {
                LOG.info("RTMP server: {}: ended, or its publisher came back", channel);
                release();
                var _ = channel.close();
            }
        }

        @Override
        public void close(String what) {
            RtmpServerConnection.this.close(what);
        }
    }

    private long nextNanos() {
        return Math.min(machine.nextTimeoutNanos(), stall.nextNanos());
    }

    private void timedOut() {
        long now = System.nanoTime();
        if (stall.isOver(now)) {
            close("it has taken nothing for " + stall.limit().toSeconds() + " s");
            return;
        }
        machine.timeout(now);
        serve();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer.update();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            long now = System.nanoTime();
            uses.heard(now);
            machine.receive(bytes.nioBuffer(), now);
            serve();
        } catch (ProtocolException fault) {
            if (fault.fault() == ProtocolException.Fault.UNSUPPORTED) {
                String why = String.valueOf(fault.getMessage());
                uses.failPublishers(why);
            }
            output.flush();
            close(String.valueOf(fault.getMessage()));
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        output.flush();
        timer.update();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = channel.isWritable();
        stall.writable(writable, System.nanoTime());
        timer.update();
        if (writable) {
            unreadBytes = 0;
            uses.writable();
        }
    }

    private void serve() {
        while (!closed && !uses.deciding()) {
            ServeEvent event = machine.poll();
            if (event == null) {
                break;
            }
            take(event);
        }
        boundWhatIsUnread();
        output.flush();
    }

    private void take(ServeEvent event) {
        switch (event) {
            case ServeEvent.Connected _, ServeEvent.Data _ -> {}
            case ServeEvent.PublishAsked(int id, StreamAddress asked) -> uses.publish(id, asked);
            case ServeEvent.PlayAsked(int id, StreamAddress asked) -> uses.play(id, asked);
            case ServeEvent.Media(int id, var tag) -> uses.media(id, tag);
            case ServeEvent.Paused(int id, boolean paused) -> uses.pause(id, paused);
            case ServeEvent.Wanted(int id, boolean audio, boolean video) ->
                    uses.want(id, audio, video);
            case ServeEvent.StreamEnded(int id) -> uses.end(id);
            case ServeEvent.TimedOut(String what) -> close(what);
        }
    }

    /** A client that asks on and on but never reads would have us keep the answers for it. */
    private void boundWhatIsUnread() {
        if (!channel.isWritable()) {
            unreadBytes += machine.outbox().size();
            if (unreadBytes > MOST_UNREAD_BYTES) {
                close("it asks but does not read the answers");
            }
        }
    }

    private void inUse() {
        if (idler) {
            idler = false;
            server.admission().noIdler(address);
        }
    }

    private void close(String what) {
        if (!closed) {
            server.fault(channel, what);
            release();
            var _ = channel.close();
        }
    }

    /** Once: names are free at once, whatever becomes of the channel. */
    private void release() {
        if (!closed) {
            closed = true;
            timer.stop();
            inUse();
            server.admission().leave(address);
            uses.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) { // a reset by the client is nobody's fault
            var _ = ctx.close();
        } else if (cause instanceof DecoderException broken) {
            close(words(broken));
        } else {
            LOG.error("Serving {} failed", channel, cause);
            close(cause.toString());
        }
    }

    /** What is no TLS at all is not quoted. */
    private static String words(DecoderException broken) {
        return broken.getCause() instanceof NotSslRecordException
                ? "it does not speak TLS"
                : "TLS failed: " + broken.getCause();
    }
}
