package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import io.sipcast.rtmp.serve.StreamAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one client's {@link ServerConnection}. On the channel's loop. */
final class RtmpServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpServerConnection.class);

    /** A player that has taken nothing for so long is gone, whatever TCP thinks. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long NEVER = Long.MAX_VALUE;

    private final RtmpServer server;
    private final InetAddress address;
    private final Channel channel;
    private final ServerConnection machine;
    private final RtmpOutput output;
    private final RtmpTimer timer;
    private final Map<Integer, RtmpPublisher> publishers = new HashMap<>();
    private final Map<Integer, RtmpViewer> viewers = new HashMap<>();
    private boolean idler = true;
    private long stalledUntilNanos = NEVER;

    RtmpServerConnection(
            RtmpServer server,
            InetAddress address,
            Channel channel,
            RtmpLimits limits,
            RandomGenerator random) {
        this.server = server;
        this.address = address;
        this.channel = channel;
        this.machine = new ServerConnection(limits, random, System.nanoTime());
        this.output = new RtmpOutput(channel, machine.outbox());
        this.timer = new RtmpTimer(channel.eventLoop(), this::nextNanos, this::timedOut);
    }

    private long nextNanos() {
        return Math.min(machine.nextTimeoutNanos(), stalledUntilNanos);
    }

    private void timedOut() {
        long now = System.nanoTime();
        if (stalledUntilNanos != NEVER && now - stalledUntilNanos >= 0) {
            close("it has taken nothing for 30 s");
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
            machine.receive(bytes.nioBuffer(), System.nanoTime());
            serve();
        } catch (ProtocolException fault) {
            if (fault.fault() == ProtocolException.Fault.UNSUPPORTED) {
                String why = String.valueOf(fault.getMessage());
                publishers.keySet().forEach(id -> machine.failPublish(id, why));
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
        stalledUntilNanos = channel.isWritable() ? NEVER : System.nanoTime() + STALLED_NANOS;
        timer.update();
        if (channel.isWritable()) {
            viewers.values().forEach(RtmpViewer::writable);
        }
    }

    private void serve() {
        for (ServeEvent event = machine.poll(); event != null; event = machine.poll()) {
            take(event);
        }
        output.flush();
    }

    private void take(ServeEvent event) {
        switch (event) {
            case ServeEvent.Connected _, ServeEvent.Data _ -> {}
            case ServeEvent.PublishAsked(int id, StreamAddress asked) -> publish(id, asked);
            case ServeEvent.PlayAsked(int id, StreamAddress asked) -> play(id, asked);
            case ServeEvent.Media(int id, var tag) -> {
                RtmpPublisher publisher = publishers.get(id);
                if (publisher != null) {
                    publisher.media(tag);
                }
            }
            case ServeEvent.Paused(int id, boolean paused) -> {
                RtmpViewer viewer = viewers.get(id);
                if (viewer != null) {
                    viewer.pause(paused);
                }
            }
            case ServeEvent.StreamEnded(int id) -> end(id);
            case ServeEvent.TimedOut(String what) -> close(what);
        }
    }

    private void publish(int id, StreamAddress asked) {
        try {
            var name = new StreamName(asked.app(), asked.name());
            publishers.put(id, RtmpPublisher.open(server, name, channel.eventLoop()));
            machine.acceptPublish(id);
            inUse();
        } catch (IllegalArgumentException | Streams.NameTakenException e) {
            machine.refusePublish(id, String.valueOf(e.getMessage()));
        }
    }

    /** Accepted at once: the stream may come later, as with other servers. */
    private void play(int id, StreamAddress asked) {
        try {
            var name = new StreamName(asked.app(), asked.name());
            var viewer = new RtmpViewer(server, machine, id, name, channel, output);
            viewers.put(id, viewer);
            inUse();
            machine.acceptPlay(id);
            output.flush();
            viewer.start();
        } catch (IllegalArgumentException e) {
            machine.refusePlay(id, String.valueOf(e.getMessage()));
        }
    }

    private void inUse() {
        if (idler) {
            idler = false;
            server.noIdler(address);
        }
    }

    private void end(int id) {
        RtmpPublisher publisher = publishers.remove(id);
        if (publisher != null) {
            publisher.close();
        }
        RtmpViewer viewer = viewers.remove(id);
        if (viewer != null) {
            viewer.close();
        }
    }

    private void close(String what) {
        server.fault(channel, what);
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.stop();
        inUse();
        publishers.values().forEach(RtmpPublisher::close);
        publishers.clear();
        viewers.values().forEach(RtmpViewer::close);
        viewers.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) { // a reset by the client is nobody's fault
            var _ = ctx.close();
        } else {
            LOG.error("Serving {} failed", channel, cause);
            close(cause.toString());
        }
    }
}
