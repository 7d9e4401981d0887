package io.sipcast.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Wakes up the streams of an HTTP/2 connection that wait for room when there is some again. Netty
 * (4.2.18) does so only where that is news of the connection, and not where it had no room for a
 * moment that nobody was told of: what was asked for in that moment would wait for ever, a page
 * beside a live stream that is not read fast enough.
 */
final class StrandedStreams extends ChannelInboundHandlerAdapter {
    private final Http2ConnectionHandler http2;

    private StrandedStreams(Http2ConnectionHandler http2) {
        this.http2 = http2;
    }

    /** Does nothing to connections of HTTP/1.1. On the connection's event loop. */
    static void watch(HttpConnection connection) {
        if (connection instanceof ConnectionBase base
                && base.channelHandlerContext().handler() instanceof Http2ConnectionHandler http2) {
            ChannelHandlerContext place = base.channelHandlerContext();
            place.pipeline().addAfter(place.name(), null, new StrandedStreams(http2));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Http2Exception {
        if (ctx.channel().isWritable()) {
            Http2RemoteFlowController flow = http2.encoder().flowController();
            http2.connection()
                    .forEachActiveStream(stream -> {
                        flow.incrementWindowSize(stream, 0); // looks whether it has room
                        return true;
                    });
        }
        ctx.fireChannelWritabilityChanged();
    }
}
