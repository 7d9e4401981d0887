package io.sipcast.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A call's place on a media loop; the next ones count it until it is closed. Any thread. */
public final class LoopSeat implements AutoCloseable {
    private final EventLoop loop;
    private final AtomicReference<@Nullable Runnable> leave;

    LoopSeat(EventLoop loop, Runnable leave) {
        this.loop = loop;
        this.leave = new AtomicReference<>(leave);
    }

    public EventLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        Runnable once = leave.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }
}
