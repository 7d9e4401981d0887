package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one timer of a machine: wakes it when it wants to be woken. On its loop. */
final class RtmpTimer {
    private final EventLoop loop;
    private final LongSupplier nextNanos;
    private final Runnable wake;
    private @Nullable Future<?> set;
    private long setNanos;
    private boolean stopped;

    /**
     * Not set.
     *
     * @param nextNanos when the machine wants to be woken, {@link Long#MAX_VALUE} for never
     */
    RtmpTimer(EventLoop loop, LongSupplier nextNanos, Runnable wake) {
        this.loop = loop;
        this.nextNanos = nextNanos;
        this.wake = wake;
    }

    /** After anything that may have changed the time. One that comes too early looks again. */
    void update() {
        long next = nextNanos.getAsLong();
        if (stopped || next == Long.MAX_VALUE || (set != null && setNanos - next <= 0)) {
            return;
        }
        if (set != null) {
            set.cancel(false);
        }
        setNanos = next;
        long delay = Math.max(0, next - System.nanoTime());
        set = loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        set = null;
        wake.run();
        update();
    }

    void stop() {
        stopped = true;
        if (set != null) {
            set.cancel(false);
            set = null;
        }
    }
}
