package io.sipcast.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How late the ticks of one loop ran since it was last asked, and the longest that one tick's calls
 * took. The loop adds, one other thread takes.
 */
final class LoopLag {
    /** More is no later: one long stall must not outweigh all ticks that were in time. */
    static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * What was added.
     *
     * @param meanNanos that ticks were late; nought without ticks
     * @param longestTurnNanos of one
     */
    record Taken(long meanNanos, long longestTurnNanos) {}

    private final LongAdder ticks = new LongAdder();
    private final LongAdder lateNanos = new LongAdder();
    private final LongAccumulator longestTurn = new LongAccumulator(Math::max, 0);

    void add(long late, long turnNanos) {
        ticks.increment();
        lateNanos.add(Math.clamp(late, 0, MOST_NANOS));
        longestTurn.accumulate(turnNanos);
    }

    Taken take() {
        long count = ticks.sumThenReset();
        long late = lateNanos.sumThenReset();
        return new Taken(count == 0 ? 0 : late / count, longestTurn.getThenReset());
    }
}
