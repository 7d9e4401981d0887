package io.sipcast.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** Counts how many calls began within the last minute. Pure; not for several threads. */
final class CallRate {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final OptionalInt most;
    private final Deque<Long> begun = new ArrayDeque<>();

    /** With how many there may be in a minute. */
    CallRate(OptionalInt most) {
        this.most = most;
    }

    /** How long to wait for the next one; nought when it may begin now. */
    Duration pause(long nowNanos) {
        while (!begun.isEmpty() && nowNanos - begun.getFirst() >= MINUTE_NANOS) {
            begun.removeFirst();
        }
        return most.isEmpty() || begun.size() < most.getAsInt()
                ? Duration.ZERO
                : Duration.ofNanos(begun.getFirst() + MINUTE_NANOS - nowNanos);
    }

    /** The one that began last never did. */
    void takeBack() {
        begun.pollLast();
    }

    void begin(long nowNanos) {
        if (most.isPresent()) {
            begun.addLast(nowNanos);
        }
    }
}
