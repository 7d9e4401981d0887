package io.sipcast.net;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one 10 ms ticker of an event loop. The calls are dealt out to slots 2 ms apart, so that 50
 * calls are not all served in one breath; a slot without calls costs nothing, and a few calls share
 * one. Slots lie on a fixed grid of the monotonic clock: a late tick does not move the later ones,
 * and ticks that a stalled loop missed are not made up for, because time is an argument of every
 * tick.
 *
 * <p>Owned by its loop: every method is called there.
 */
public final class MediaTicker {
    public static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int SLOTS = 5;

    /** Calls that share a slot before the next one is begun: each slot in use is a wake-up. */
    private static final int FEW = 4;

    private static final Logger LOG = LoggerFactory.getLogger(MediaTicker.class);

    /** What wants to be ticked. */
    public interface Ticking {
        /**
         * Does what is due.
         *
         * @return whether nothing will be due at the next tick, so that it may be left out: most
         *     ticks of a call find nothing to do, but bring its memory back into the cache
         */
        boolean tick(long nowNanos);

        /** A tick threw, which is our mistake: it is logged, and no further tick comes. */
        void tickFailed(RuntimeException fault);
    }

    /** A place in the ticker; closing it twice is harmless. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final EventExecutor loop;
    private final LongSupplier clock;
    private final Slot[] slots = new Slot[SLOTS];
    private final LoopLag lag = new LoopLag();

    /**
     * @param clock the monotonic clock that {@code loop} schedules by, in nanoseconds
     */
    public MediaTicker(EventExecutor loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(i * PERIOD_NANOS / SLOTS);
        }
    }

    /** The first tick comes within 10 ms. */
    public Registration register(Ticking ticking) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("not on the ticker's loop");
        }
        return slot().add(ticking);
    }

    private Slot slot() {
        Slot least = slots[0];
        for (Slot slot : slots) {
            if (slot.entries.size() < FEW) {
                return slot;
            }
            if (slot.entries.size() < least.entries.size()) {
                least = slot;
            }
        }
        return least;
    }

    /** Everything that is ticked now. */
    public int size() {
        int size = 0;
        for (Slot slot : slots) {
            size += slot.entries.size();
        }
        return size;
    }

    /** How late the ticks are. */
    LoopLag lag() {
        return lag;
    }

    private final class Slot {
        private final long offsetNanos;
        private long dueNanos;
        private final List<Entry> entries = new ArrayList<>();
        private boolean scheduled;

        Slot(long offsetNanos) {
            this.offsetNanos = offsetNanos;
        }

        Entry add(Ticking ticking) {
            Entry entry = new Entry(this, ticking);
            entries.add(entry);
            if (!scheduled) {
                schedule();
            }
            return entry;
        }

        /** At the next point of the slot's grid that lies after now. */
        private void schedule() {
            scheduled = true;
            long now = clock.getAsLong();
            long delay = PERIOD_NANOS - Math.floorMod(now - offsetNanos, PERIOD_NANOS);
            dueNanos = now + delay;
            var _ = loop.schedule(this::run, delay, TimeUnit.NANOSECONDS);
        }

        /** Backwards: an entry may close itself, or be joined by new ones, in its tick. */
        private void run() {
            scheduled = false;
            long began = clock.getAsLong();
            long late = began - dueNanos; // before an entry arms the slot anew
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (i < entries.size()) {
                    entries.get(i).tick();
                }
            }
            lag.add(late, clock.getAsLong() - began);
            if (!scheduled && !entries.isEmpty()) {
                schedule();
            }
        }
    }

    private final class Entry implements Registration {
        private final Slot slot;
        private final Ticking ticking;
        private boolean rests;

        Entry(Slot slot, Ticking ticking) {
            this.slot = slot;
            this.ticking = ticking;
        }

        void tick() {
            if (rests) {
                rests = false;
                return;
            }
            try {
                rests = ticking.tick(clock.getAsLong());
            } catch (RuntimeException fault) {
                LOG.error("A tick failed: {}", ticking, fault);
                close();
                ticking.tickFailed(fault);
            }
        }

        @Override
        public void close() {
            slot.entries.remove(this);
        }
    }
}
