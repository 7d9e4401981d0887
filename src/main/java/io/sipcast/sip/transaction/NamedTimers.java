package io.sipcast.sip.transaction;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The timers of one transaction by their letters, made when first armed. */
final class NamedTimers {
    private final Map<TimerName, TimerQueue.Timer> timers = new EnumMap<>(TimerName.class);
    private final TimerQueue queue;
    private final Consumer<TimerName> expired;

    NamedTimers(TimerQueue queue, Consumer<TimerName> expired) {
        this.queue = queue;
        this.expired = expired;
    }

    void arm(TimerName name, long afterNanos) {
        timers.computeIfAbsent(name, n -> queue.timer(() -> expired.accept(n))).arm(afterNanos);
    }

    void disarm(TimerName name) {
        TimerQueue.Timer timer = timers.get(name);
        if (timer != null) {
            timer.disarm();
        }
    }

    void disarmAll() {
        timers.values().forEach(TimerQueue.Timer::disarm);
    }
}
