package io.sipcast.net;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps a busy loop from being woken up for each packet. To be woken up, to look which socket it
 * is, and to bring one call's memory into the cache and the next one's after it costs more than
 * what is done for a packet of sound. So a loop that would look more than 200 times a second looks
 * every 5 ms, and finds the packets and ticks of several calls together. Nothing changes for a loop
 * with a few calls.
 *
 * <p>A packet waits 5 ms at most, and so does what other threads ask the loop for. Moments of
 * looking lie on a fixed grid, so the packets that go out with the ticks keep their distances. One
 * for each loop, used by its thread.
 */
final class PacedSelect implements SelectStrategy {
    /** Divides the ticker's period, so that the same ticks are always late by as much. */
    static final long PERIOD_NANOS = MediaTicker.PERIOD_NANOS / 2;

    /** Looks that a loop may take at once after it has not looked for long. */
    private static final int SAVED = 4;

    private final LongSupplier clock;
    private final LongConsumer sleep;
    private long lastNanos;
    private double looks = SAVED;

    PacedSelect() {
        this(System::nanoTime, LockSupport::parkNanos);
    }

    PacedSelect(LongSupplier clock, LongConsumer sleep) {
        this.clock = clock;
        this.sleep = sleep;
        this.lastNanos = clock.getAsLong();
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        earn();
        if (looks >= 1) {
            looks--;
            return SELECT;
        }
        sleep.accept(PERIOD_NANOS - Math.floorMod(lastNanos, PERIOD_NANOS));
        earn();
        looks--;
        int ready = selectNow.get(); // to wait is refused where a timer is due, and that is no look
        return ready > 0 ? ready : SELECT;
    }

    private void earn() {
        long now = clock.getAsLong();
        looks = Math.min(SAVED, looks + (double) (now - lastNanos) / PERIOD_NANOS);
        lastNanos = now;
    }
}
