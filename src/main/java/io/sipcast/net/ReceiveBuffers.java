package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The buffers that one loop receives datagrams into, used over and over: a handler is done with a
 * datagram when it returns. There are as many as one turn may read, because NIO reads all of a turn
 * before it hands on the first.
 */
final class ReceiveBuffers {
    /** Datagrams that one socket may have served before the loop turns to the next. */
    static final int PER_TURN = 16;

    /** RTP over Ethernet is at most 1500 bytes; what is larger is cut, and so fails to parse. */
    static final int RTP_BYTES = 2048;

    private static final FastThreadLocal<ReceiveBuffers> RTP = new Local(RTP_BYTES);
    private static final FastThreadLocal<ReceiveBuffers> SIP = new Local(65_536);

    private final ByteBuf[] buffers = new ByteBuf[PER_TURN];
    private int next;

    private ReceiveBuffers(int bytes) {
        for (int i = 0; i < PER_TURN; i++) {
            buffers[i] = Unpooled.directBuffer(bytes, bytes);
        }
    }

    /** For media packets. The buffers are those of the loop that reads. */
    static RecvByteBufAllocator rtp() {
        return () -> new Handle(RTP);
    }

    /** For signalling: the largest datagram there is. */
    static RecvByteBufAllocator sip() {
        return () -> new Handle(SIP);
    }

    private ByteBuf next() {
        ByteBuf buffer = buffers[next++ % PER_TURN];
        return buffer.clear().retain();
    }

    private void release() {
        for (ByteBuf buffer : buffers) {
            buffer.release();
        }
    }

    private static final class Local extends FastThreadLocal<ReceiveBuffers> {
        private final int bytes;

        Local(int bytes) {
            this.bytes = bytes;
        }

        @Override
        protected ReceiveBuffers initialValue() {
            return new ReceiveBuffers(bytes);
        }

        @Override
        protected void onRemoval(ReceiveBuffers buffers) {
            buffers.release();
        }
    }

    private static final class Handle implements RecvByteBufAllocator.ExtendedHandle {
        private final FastThreadLocal<ReceiveBuffers> buffers;
        private int read;
        private int lastBytes;
        private int attempted;

        Handle(FastThreadLocal<ReceiveBuffers> buffers) {
            this.buffers = buffers;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
            return buffers.get().next();
        }

        @Override
        public int guess() {
            return RTP_BYTES;
        }

        @Override
        @SuppressWarnings("deprecation") // the interface still has it
        public void reset(io.netty.channel.ChannelConfig config) {
            read = 0;
        }

        @Override
        public void incMessagesRead(int messages) {
            read += messages;
        }

        @Override
        public void lastBytesRead(int bytes) {
            lastBytes = bytes;
        }

        @Override
        public int lastBytesRead() {
            return lastBytes;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return read < PER_TURN && lastBytes > 0;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier ignored) {
            return continueReading();
        }

        @Override
        public void readComplete() {}
    }
}
