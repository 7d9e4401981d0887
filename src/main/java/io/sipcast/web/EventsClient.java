package io.sipcast.web;

import io.sipcast.api.events.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens to events: writes while its connection takes them. On the connection's
 * event loop, but for {@link #ready}.
 */
final class EventsClient {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final Buffer PING = Buffer.buffer(": ping\n\n");

    private final Vertx vertx;
    private final Context loop;
    private final HttpServerResponse out;
    private final long ping;
    private @Nullable Subscription subscription;
    private byte[] text = {};
    private int written;
    private boolean stuck;
    private boolean over;

    /**
     * One that has no subscription yet.
     *
     * @param ping the pause between signs of life; who takes nothing for two of them is too slow
     */
    EventsClient(Vertx vertx, Context loop, HttpServerResponse out, Duration ping) {
        this.vertx = vertx;
        this.loop = loop;
        this.out = out;
        this.ping = vertx.setPeriodic(ping.toMillis(), _ -> ping());
    }

    void begin(Subscription opened) {
        subscription = opened;
        if (over) {
            opened.close();
            return;
        }
        out.drainHandler(_ -> pump());
        out.exceptionHandler(_ -> close());
        pump();
    }

    /** There is something to be written; from any thread. */
    void ready() {
        loop.runOnContext(_ -> pump());
    }

    private void pump() {
        Subscription source = subscription;
        if (source == null) {
            return;
        }
        while (!over && !out.writeQueueFull()) {
            Buffer piece = piece(source);
            if (piece.length() == 0) {
                break;
            }
            stuck = false;
            out.write(piece).onFailure(_ -> close());
        }
        if (!over && source.over()) {
            finish();
        }
    }

    /** A long text goes in pieces, so that it is seen that a slow client takes it. */
    private Buffer piece(Subscription source) {
        Buffer piece = Buffer.buffer();
        while (piece.length() < PIECE_BYTES && hasText(source)) {
            int length = Math.min(PIECE_BYTES - piece.length(), text.length - written);
            piece.appendBytes(text, written, length);
            written += length;
        }
        return piece;
    }

    private boolean hasText(Subscription source) {
        if (written == text.length) {
            byte[] next = source.poll();
            if (next == null) {
                return false;
            }
            text = next;
            written = 0;
        }
        return true;
    }

    /** Where there is still something on its way nobody waits for it to arrive. */
    private void finish() {
        boolean full = out.writeQueueFull();
        close();
        if (full) {
            out.reset();
        } else {
            out.end();
        }
    }

    private void ping() {
        Subscription source = subscription;
        if (source == null || over) {
            return;
        }
        if (!out.writeQueueFull()) {
            stuck = false;
            if (written == text.length) {
                out.write(PING).onFailure(_ -> close());
            } else {
                pump(); // not in the midst of an event
            }
        } else if (stuck) {
            source.tooSlow();
        } else {
            stuck = true;
        }
    }

    /** The client has gone. */
    void close() {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(ping);
        if (subscription != null) {
            subscription.close();
        }
    }
}
