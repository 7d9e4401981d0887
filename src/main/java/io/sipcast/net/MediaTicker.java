package io.sipcast.net;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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

    /** The same of calls that are quiet: they take little of a turn, mostly at the same time. */
    private static final int FEW_QUIET = 64;

    /** As often as sound is sent: all that goes on in quiet calls is done by one turn. */
    public static final long QUIET_NANOS = 2 * PERIOD_NANOS;

    /** No tick is left out for longer than that. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(MediaTicker.class);

    /** What wants to be ticked. */
    public interface Ticking {
        /**
         * Does what is due.
         *
         * @param plannedNanos when this tick was to come: what is sent at a pace goes by that, or
         *     would go two at once, then none, wherever its time is close to that of a tick
         * @return when something will be due again: ticks before that may be left out. Most ticks
         *     of a call find nothing to do, but bring its memory back into the cache
         */
        long tick(long nowNanos, long plannedNanos);

        /** A tick threw, which is our mistake: it is logged, and no further tick comes. */
        void tickFailed(RuntimeException fault);
    }

    /** A place in the ticker; closing it twice is harmless. */
    public interface Registration extends AutoCloseable {
        /**
         * Whether little is done in its ticks from now on, each 20 ms at the most, so that many may
         * share a turn.
         */
        void quiet(boolean on);

        /** Something is due now, whatever the last tick said. */
        void wake();

        @Override
        void close();
    }

    private final EventExecutor loop;
    private final LongSupplier clock;
    private final Slot[] slots = new Slot[SLOTS];
    private final Slot[] quiet = new Slot[SLOTS];
    private final LoopLag lag = new LoopLag();

    /**
     * @param clock the monotonic clock that {@code loop} schedules by, in nanoseconds
     */
    public MediaTicker(EventExecutor loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(PERIOD_NANOS, i * PERIOD_NANOS / SLOTS);
            quiet[i] = new Slot(QUIET_NANOS, i * QUIET_NANOS / SLOTS);
        }
    }

    /** The first tick comes within 10 ms. */
    public Registration register(Ticking ticking) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("not on the ticker's loop");
        }
        Entry entry = new Entry(slotOf(slots, FEW), ticking, clock.getAsLong());
        entry.slot.add(entry);
        return entry;
    }

    private static Slot slotOf(Slot[] slots, int few) {
        Slot least = slots[0];
        for (Slot slot : slots) {
            if (slot.entries.size() < few) {
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
        for (int i = 0; i < SLOTS; i++) {
            size += slots[i].entries.size() + quiet[i].entries.size();
        }
        return size;
    }

    /** How late the ticks are. */
    LoopLag lag() {
        return lag;
    }

    private final class Slot {
        private final long periodNanos;
        private final long offsetNanos;
        private long dueNanos;
        private final List<Entry> entries = new ArrayList<>();
        private @Nullable Future<?> scheduled;

        Slot(long periodNanos, long offsetNanos) {
            this.periodNanos = periodNanos;
            this.offsetNanos = offsetNanos;
        }

        void add(Entry entry) {
            entries.add(entry);
            expect(entry.dueNanos);
        }

        /** At the first point of the slot's grid that lies after now and is not before this. */
        void expect(long nanos) {
            long now = clock.getAsLong();
            long from = Math.max(nanos - 1 - now, 0);
            long delay = from + periodNanos - Math.floorMod(now + from - offsetNanos, periodNanos);
            Future<?> before = scheduled;
            if (before != null) {
                if (dueNanos - (now + delay) <= 0) {
                    return;
                }
                before.cancel(false);
            }
            dueNanos = now + delay;
            scheduled = loop.schedule(this::run, delay, TimeUnit.NANOSECONDS);
        }

        /** Backwards: an entry may leave, or be joined by new ones, in its tick. */
        private void run() {
            scheduled = null;
            long began = clock.getAsLong();
            long planned = dueNanos; // before an entry arms the slot anew
            long next = Long.MAX_VALUE;
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (i < entries.size()) {
                    Entry entry = entries.get(i);
                    entry.tick(planned);
                    next = entry.slot == this ? Math.min(next, entry.dueNanos - began) : next;
                }
            }
            lag.add(began - planned, clock.getAsLong() - began);
            if (!entries.isEmpty()) {
                expect(began + Math.min(next, MOST_NANOS));
            }
        }
    }

    private final class Entry implements Registration {
        private Slot slot;
        private final Ticking ticking;
        private long dueNanos;
        private boolean isQuiet;
        private boolean closed;

        Entry(Slot slot, Ticking ticking, long dueNanos) {
            this.slot = slot;
            this.ticking = ticking;
            this.dueNanos = dueNanos;
        }

        void tick(long plannedNanos) {
            if (plannedNanos - dueNanos < 0) {
                return;
            }
            try {
                dueNanos = ticking.tick(clock.getAsLong(), plannedNanos);
            } catch (RuntimeException fault) {
                LOG.error("A tick failed: {}", ticking, fault);
                close();
                ticking.tickFailed(fault);
            }
        }

        @Override
        public void quiet(boolean on) {
            if (on != isQuiet && !closed) {
                isQuiet = on;
                slot.entries.remove(this);
                slot = on ? slotOf(quiet, FEW_QUIET) : slotOf(slots, FEW);
                slot.add(this);
            }
        }

        @Override
        public void wake() {
            if (!closed) {
                dueNanos = clock.getAsLong();
                slot.expect(dueNanos);
            }
        }

        @Override
        public void close() {
            closed = true;
            slot.entries.remove(this);
        }
    }
}
