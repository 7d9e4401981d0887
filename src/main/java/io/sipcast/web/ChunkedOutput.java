package io.sipcast.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an endless HTTP/1.1 response in chunks, RFC 9112 §7.1, written below Vert.x: one
 * buffer and one system call for each, where Vert.x and Netty's encoder take several objects and
 * three buffers. Head and end go through them, so that they know how far the response is.
 */
final class ChunkedOutput extends ChannelInboundHandlerAdapter implements FlvOutput {
    /** Bytes of a chunk's size in hexadecimal digits, with its line end. */
    private static final int HEAD_BYTES = 8 + 2;

    private static final short LINE_END = 0x0D0A;

    private final HttpServerResponse response;
    private final Channel channel;
    private final ChannelHandlerContext encoder;
    private final Runnable writable;

    private ChunkedOutput(
            HttpServerResponse response, ChannelHandlerContext encoder, Runnable writable) {
        this.response = response;
        this.channel = encoder.channel();
        this.encoder = encoder;
        this.writable = writable;
    }

    /**
     * Goes on after the response's head, which was written.
     *
     * @param writable called when there is room again
     * @return null where the connection is none of HTTP/1.1
     */
    static @Nullable ChunkedOutput after(HttpServerRequest request, Runnable writable) {
        if (!(request.connection() instanceof ConnectionBase connection)) {
            return null;
        }
        ChannelHandlerContext vertx = connection.channelHandlerContext();
        ChannelPipeline pipeline = vertx.pipeline();
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder == null || !request.response().isChunked()) {
            return null;
        }
        var output = new ChunkedOutput(request.response(), encoder, writable);
        watchIdlenessBelow(pipeline, encoder);
        pipeline.addBefore(vertx.name(), null, output);
        return output;
    }

    /** Where it is, it would not see what is written. */
    static void watchIdlenessBelow(ChannelPipeline pipeline, ChannelHandlerContext place) {
        IdleStateHandler idle = pipeline.get(IdleStateHandler.class);
        if (idle != null) {
            long millis = idle.getAllIdleTimeInMillis();
            pipeline.remove(idle);
            pipeline.addBefore(
                    place.name(), null, new IdleStateHandler(0, 0, millis, TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        if (channel.isWritable()) {
            writable.run();
        }
    }

    @Override
    public boolean isFull() {
        return !channel.isWritable();
    }

    @Override
    public ByteBuf begin(int size) {
        ByteBuf chunk = channel.alloc().directBuffer(HEAD_BYTES + size + Short.BYTES);
        return chunk.writeLong(hexadecimal(size)).writeShort(LINE_END);
    }

    /** Eight digits, as the bytes of a number. */
    private static long hexadecimal(int size) {
        long digits = 0;
        for (int shift = 28; shift >= 0; shift -= 4) {
            digits = digits << 8 | Character.forDigit(size >>> shift & 0xF, 16);
        }
        return digits;
    }

    /** A failure closes the connection, which the response's handler hears of. */
    @Override
    public void send(ByteBuf filled) {
        var _ = encoder.writeAndFlush(filled.writeShort(LINE_END), channel.voidPromise());
    }

    @Override
    public void end() {
        var _ = response.end();
    }
}
