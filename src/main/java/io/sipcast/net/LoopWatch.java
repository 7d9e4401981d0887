package io.sipcast.net;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * How late the media loops are: by their ticks, which everything else on a loop makes late, too. A
 * loop that stands still has no ticks to tell by; what it was given to do at the last reading and
 * has not done since tells it. One thread at a time reads, about once a second.
 */
public final class LoopWatch {
    /**
     * Since the last reading.
     *
     * @param lagNanos of the loop that is latest: the average of its ticks, or how long it has
     *     stood still
     * @param longestTurnNanos that a loop took for the calls of one tick
     */
    public record Reading(long lagNanos, long longestTurnNanos) {}

    private final List<Watched> loops;
    private final LongSupplier clock;

    public LoopWatch(Loops loops, LongSupplier clock) {
        this.loops =
                loops.mediaLoops().stream()
                        .map(loop -> new Watched(loop, loops.ticker(loop).lag()))
                        .toList();
        this.clock = clock;
    }

    public Reading read() {
        long now = clock.getAsLong();
        long lag = 0;
        long turn = 0;
        for (Watched loop : loops) {
            LoopLag.Taken taken = loop.lag.take();
            lag = Math.max(lag, Math.max(taken.meanNanos(), loop.stillNanos(now)));
            turn = Math.max(turn, taken.longestTurnNanos());
        }
        return new Reading(lag, turn);
    }

    private static final class Watched {
        private final EventLoop loop;
        private final LoopLag lag;
        private long askedNanos;
        private volatile boolean asked;

        Watched(EventLoop loop, LoopLag lag) {
            this.loop = loop;
            this.lag = lag;
        }

        /** How long it has not come to what it was asked to do; asks again once it has. */
        long stillNanos(long now) {
            if (asked) {
                return now - askedNanos;
            }
            asked = true;
            askedNanos = now;
            try {
                loop.execute(() -> asked = false);
            } catch (RejectedExecutionException _) {
                asked = false; // it is being shut down
            }
            return 0;
        }
    }
}
