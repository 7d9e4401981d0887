package io.sipcast.bench.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One publisher's connection: whatever it asks for is granted. On its loop. */
final class SinkConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SinkConnection.class);

    private final ServerConnection machine =
            new ServerConnection(new SecureRandom(), System.nanoTime());
    private final Map<Integer, Received> published = new HashMap<>();
    private final Function<String, Received> streams;

    /**
     * A new connection.
     *
     * @param streams what came under each name
     */
    SinkConnection(Function<String, Received> streams) {
        this.streams = streams;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        long now = System.nanoTime();
        try {
            machine.receive(bytes.nioBuffer(), now);
        } catch (ProtocolException fault) {
            LOG.warn("{} broke the protocol: {}", ctx.channel(), fault.getMessage());
            var _ = ctx.close();
        } finally {
            bytes.release();
        }
        for (ServeEvent event = machine.poll(); event != null; event = machine.poll()) {
            take(ctx, event, now);
        }
        answer(ctx);
    }

    private void take(ChannelHandlerContext ctx, ServeEvent event, long now) {
        switch (event) {
            case ServeEvent.Media(int id, var tag) -> {
                Received stream = published.get(id);
                if (stream != null) {
                    stream.take(tag, now);
                }
            }
            case ServeEvent.PublishAsked(int id, var address) -> {
                machine.acceptPublish(id);
                Received stream = streams.apply(address.name());
                stream.published();
                published.put(id, stream);
            }
            case ServeEvent.PlayAsked(int id, _) -> machine.denyPlay(id, "Nothing is played here.");
            case ServeEvent.StreamEnded(int id) -> {
                Received stream = published.remove(id);
                if (stream != null) {
                    stream.unpublished();
                }
            }
            case ServeEvent.TimedOut _ -> {
                var _ = ctx.close();
            }
            case ServeEvent.Connected _,
                    ServeEvent.Data _,
                    ServeEvent.Paused _,
                    ServeEvent.Wanted _ -> {}
        }
    }

    private void answer(ChannelHandlerContext ctx) {
        int size = machine.outbox().size();
        if (size > 0) {
            ByteBuf out = ctx.alloc().directBuffer(size);
            machine.outbox().drainTo(out.internalNioBuffer(0, size));
            out.writerIndex(size);
            var _ = ctx.writeAndFlush(out, ctx.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        answer(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        published.values().forEach(Received::unpublished);
        published.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) { // a reset is how some publishers end
            LOG.warn("Serving {} failed", ctx.channel(), cause);
        }
        var _ = ctx.close();
    }
}
