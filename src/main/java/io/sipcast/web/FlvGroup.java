package io.sipcast.web;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.UnitWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All viewers of one stream on one event loop. One subscription leads: those that have come as far
 * as it has are sent what it gets, made into tags once. Who begins, or is slow, goes its own way by
 * its own subscription, until it has caught up. What is new is looked at in turns for all of them,
 * the farther apart the more they are: one write for all that came meanwhile.
 *
 * <p>On the loop, but for the stream's call that there is more.
 */
final class FlvGroup {
    /** With 500 viewers on two loops there is one turn for each picture. */
    private static final long APART_FOR_EACH_NANOS = 160_000;

    private static final long FARTHEST_APART_NANOS = 40_000_000;

    /** What a viewer who takes it is given in one turn, about. */
    private static final int TURN_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Runnable emptied;
    private final Subscription leader;
    private final UnitWriter writer = new UnitWriter();
    private final FlvBatch batch = new FlvBatch();
    private final Runnable turn = this::turn;
    private final List<FlvViewer> viewers = new ArrayList<>();
    private long turnNanos = System.nanoTime() - FARTHEST_APART_NANOS;
    private boolean planned;
    private boolean closed;

    /**
     * Has nobody yet.
     *
     * @param emptied called when the last one has left
     */
    FlvGroup(LiveStream stream, StreamForm form, EventLoop loop, Runnable emptied) {
        this.loop = loop;
        this.emptied = emptied;
        leader = stream.lead(form, () -> loop.execute(this::plan));
    }

    void add(FlvViewer viewer) {
        viewers.add(viewer);
        viewer.pump();
        plan();
    }

    void remove(FlvViewer viewer) {
        if (viewers.remove(viewer) && viewers.isEmpty()) {
            closed = true;
            leader.close();
            emptied.run();
        }
    }

    /** There is more, or somebody new. */
    private void plan() {
        if (planned || closed) {
            return;
        }
        planned = true;
        long apart = Math.min(FARTHEST_APART_NANOS, viewers.size() * APART_FOR_EACH_NANOS);
        long wait = turnNanos + apart - System.nanoTime();
        if (wait > 0) {
            var _ = loop.schedule(turn, wait, TimeUnit.NANOSECONDS);
        } else {
            loop.execute(turn);
        }
    }

    private void turn() {
        planned = false;
        if (closed) {
            return;
        }
        turnNanos = System.nanoTime();
        forEach(viewer -> viewer.leaveUnlessKeepingUp(leader, writer));
        boolean more = fill();
        boolean ended = leader.ended();
        forEach(viewer -> {
            viewer.take(batch);
            if (ended) {
                viewer.leave(leader, writer);
            }
            viewer.pump();
            viewer.join(leader, writer);
        });
        if (more) {
            plan();
        }
    }

    /** Whether there is more than one turn takes. */
    private boolean fill() {
        batch.clear();
        while (batch.size() < TURN_BYTES) {
            MediaUnit unit = leader.poll();
            if (unit == null) {
                return false;
            }
            writer.process(unit, batch);
        }
        return true;
    }

    /** Some may leave meanwhile. */
    private void forEach(Consumer<FlvViewer> action) {
        for (int i = viewers.size() - 1; i >= 0; i--) {
            if (i < viewers.size()) {
                action.accept(viewers.get(i));
            }
        }
    }
}
