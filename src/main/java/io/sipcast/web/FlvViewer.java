package io.sipcast.web;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.MediaUnit;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * One viewer: takes units of a stream and writes them as FLV while the connection takes them. What
 * a slow one misses is the subscription's affair. Everything runs on the connection's event loop.
 */
final class FlvViewer {
    private static final int PIECE_BYTES = 64 * 1024;

    private final WriteStream<Buffer> out;
    private final Subscription subscription;
    private final FlvWriter flv;
    private boolean over;

    /** Call it on the loop of {@code out}, and {@link #pump} then. */
    FlvViewer(LiveStream stream, StreamForm form, WriteStream<Buffer> out, Context loop) {
        this.out = out;
        this.flv = new FlvWriter(stream.expected(form));
        this.subscription = stream.view(form, () -> loop.runOnContext(_ -> pump()));
        out.drainHandler(_ -> pump());
        out.exceptionHandler(_ -> close());
    }

    /** Writes what there is, as long as the connection takes it. */
    void pump() {
        while (!over && takes()) {
            fill();
            if (flv.size() > 0) {
                out.write(flv.take()).onFailure(_ -> close());
            } else if (subscription.ended()) {
                close();
                out.end();
            } else {
                return; // the subscription calls again
            }
        }
    }

    /**
     * A WebSocket that is being closed is told so to us by a fault, and only then by its handler.
     */
    private boolean takes() {
        try {
            return !out.writeQueueFull();
        } catch (IllegalStateException _) {
            close();
            return false;
        }
    }

    private void fill() {
        while (flv.size() < PIECE_BYTES) {
            MediaUnit unit = subscription.poll();
            if (unit == null) {
                if (subscription.ended()) {
                    flv.end();
                }
                return;
            }
            flv.add(unit);
        }
    }

    /** The viewer has gone, or the stream. */
    void close() {
        over = true;
        subscription.close();
    }
}
