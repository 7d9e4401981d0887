package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's hold on its names. An encoder whose connection broke comes back while we still
 * believe in the old one: TCP may take minutes to find out. So the same publisher may take its name
 * over once the old connection has been silent for a few seconds, and waits so long; a byte on the
 * old one ends that, and the newcomer is refused. On the holder's loop.
 */
final class RtmpHold {
    private final EventLoop loop;
    private final Duration silence;
    private final Runnable giveUp;
    private long heardNanos = System.nanoTime();
    private @Nullable Consumer<Boolean> claimant;
    private @Nullable Future<?> timer;

    /**
     * @param giveUp frees all names at once, and closes
     */
    RtmpHold(EventLoop loop, Duration silence, Runnable giveUp) {
        this.silence = silence;
        this.loop = loop;
        this.giveUp = giveUp;
    }

    /**
     * Asks for the name; {@code then} is told on this loop whether it may be had. For any thread.
     */
    void claim(Consumer<Boolean> then) {
        loop.execute(() -> wait(then));
    }

    private void wait(Consumer<Boolean> then) {
        if (claimant != null) {
            then.accept(false); // one waits already
            return;
        }
        claimant = then;
        long left = silence.toNanos() - (System.nanoTime() - heardNanos);
        timer =
                loop.schedule(
                        () -> {
                            giveUp.run();
                            settle(true);
                        },
                        Math.max(0, left),
                        TimeUnit.NANOSECONDS);
    }

    /** Ends it for another reason. For any thread. */
    void end() {
        loop.execute(giveUp);
    }

    /** Something came on the connection. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        settle(false);
    }

    /** The connection has closed, its names are free. */
    void closed() {
        settle(true);
    }

    private void settle(boolean free) {
        Consumer<Boolean> waiting = claimant;
        if (waiting != null) {
            claimant = null;
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            waiting.accept(free);
        }
    }
}
