package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is written below Vert.x counts all the same: a connection that takes it is not idle. */
class ChunkedOutputTest {
    private final Told told = new Told();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new HttpResponseEncoder(),
                    new IdleStateHandler(0, 0, 1000, TimeUnit.MILLISECONDS),
                    told);

    private static final class Told extends ChannelInboundHandlerAdapter {
        private int idle;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            idle += event instanceof IdleStateEvent ? 1 : 0;
        }
    }

    @Test
    void aConnectionIsIdleOnlyWhenNothingLeaves() {
        ChannelHandlerContext encoder = channel.pipeline().context(HttpResponseEncoder.class);
        channel.freezeTime();
        ChunkedOutput.watchIdlenessBelow(channel.pipeline(), encoder);

        for (int i = 0; i < 10; i++) {
            var _ =
                    encoder.writeAndFlush(
                            Unpooled.wrappedBuffer(new byte[10]), channel.voidPromise());
            channel.advanceTimeBy(600, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(told.idle).isZero();
        assertThat((ByteBuf) channel.readOutbound()).isNotNull();

        channel.advanceTimeBy(1000, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(told.idle).isPositive();
        channel.finishAndReleaseAll();
    }
}
