package io.sipcast.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.WriteStream;

/** As Vert.x writes it: messages of a WebSocket, and a response of HTTP/2. */
final class MessageOutput implements FlvOutput {
    private final WriteStream<Buffer> out;
    private final Runnable failed;

    /**
     * Begins at once.
     *
     * @param writable called when there is room again
     * @param failed called when nothing more can be written
     */
    MessageOutput(WriteStream<Buffer> out, Runnable writable, Runnable failed) {
        this.out = out;
        this.failed = failed;
        out.drainHandler(_ -> writable.run());
        out.exceptionHandler(_ -> failed.run());
    }

    /**
     * A WebSocket that is being closed is told so to us by a fault, and only then by its handler.
     */
    @Override
    public boolean isFull() {
        try {
            return out.writeQueueFull();
        } catch (IllegalStateException _) {
            failed.run();
            return true;
        }
    }

    /** On the heap: nobody releases what is written to a connection that has gone. */
    @Override
    public ByteBuf begin(int size) {
        return Unpooled.buffer(size, size);
    }

    @Override
    public void send(ByteBuf filled) {
        try {
            out.write(BufferInternal.buffer(filled)).onFailure(_ -> failed.run());
        } catch (IllegalStateException _) {
            failed.run();
        }
    }

    @Override
    public void end() {
        var _ = out.end();
    }
}
