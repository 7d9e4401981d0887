package io.sipcast.web;

import io.netty.buffer.ByteBuf;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.UnitWriter;
import java.util.function.Function;

/**
 * One viewer: takes units of a stream and writes them as FLV while the connection takes them, or is
 * sent what its {@link FlvGroup} has for all that keep up. What a slow one misses is the
 * subscription's affair. Everything runs on the connection's event loop.
 */
final class FlvViewer {
    private static final int PIECE_BYTES = 64 * 1024;

    private final FlvOutput out;
    private final FlvGroup group;
    private final Subscription subscription;
    private final FlvWriter flv;
    private boolean joined;
    private long aheadMillis;
    private boolean over;

    /**
     * Call it on the loop of the connection; the group pumps it.
     *
     * @param opening makes the output of this viewer
     */
    FlvViewer(
            LiveStream stream,
            StreamForm form,
            Function<FlvViewer, FlvOutput> opening,
            FlvGroup group) {
        this.group = group;
        this.flv = new FlvWriter(stream.expected(form));
        this.subscription = stream.viewLed(form);
        this.out = opening.apply(this);
    }

    /** Writes what there is for this one alone, as long as the connection takes it. */
    void pump() {
        while (!over && !joined && !out.isFull()) {
            fill();
            if (flv.size() > 0) {
                ByteBuf bytes = out.begin(flv.size());
                flv.take(bytes);
                out.send(bytes);
            } else if (subscription.ended()) {
                close();
                out.end();
            } else {
                return; // the group calls again
            }
        }
    }

    /** Goes on with the group, if it has come as far. */
    void join(Subscription leader, UnitWriter writer) {
        boolean keepsUp = !over && !joined && !out.isFull();
        if (keepsUp && subscription.isWhere(leader) && flv.isWhere(writer)) {
            joined = true;
            aheadMillis = flv.ahead(writer);
        }
    }

    /** Before the next turn: who is slow goes on alone, and who would have other tracks. */
    void leaveUnlessKeepingUp(Subscription leader, UnitWriter writer) {
        if (joined && (out.isFull() || !subscription.readsAs(leader))) {
            leave(leader, writer);
        }
    }

    /** Goes on alone from where the group is. */
    void leave(Subscription leader, UnitWriter writer) {
        if (joined) {
            joined = false;
            subscription.goOnFrom(leader);
            flv.goOnFrom(writer, aheadMillis);
        }
    }

    /** What the group has for all. */
    void take(FlvBatch batch) {
        if (joined && !over && batch.size() > 0) {
            ByteBuf bytes = out.begin(batch.size());
            batch.write(bytes, aheadMillis);
            out.send(bytes);
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
        if (!over) {
            over = true;
            subscription.close();
            group.remove(this);
        }
    }
}
