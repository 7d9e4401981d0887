package io.sipcast.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** How far beeps and flashes that belong together lie apart; above 0 the beep comes later. */
final class SkewMeter {
    /** Half of the second between two of them. */
    private static final long FARTHEST_NANOS = 500_000_000;

    private final Deque<Long> flashes = new ArrayDeque<>();
    private final Deque<Long> beeps = new ArrayDeque<>();
    private long pairs;
    private long sumNanos;
    private long worstNanos;

    void flash(long atNanos) {
        flashes.add(atNanos);
        match();
    }

    void beep(long atNanos) {
        beeps.add(atNanos);
        match();
    }

    /** Pairs the oldest ones; the one without a partner is passed over. */
    private void match() {
        while (!flashes.isEmpty() && !beeps.isEmpty()) {
            long skew = beeps.getFirst() - flashes.getFirst();
            if (Math.abs(skew) < FARTHEST_NANOS) {
                flashes.removeFirst();
                beeps.removeFirst();
                count(skew);
            } else if (skew > 0) {
                flashes.removeFirst();
            } else {
                beeps.removeFirst();
            }
        }
    }

    private void count(long skew) {
        pairs++;
        sumNanos += skew;
        if (Math.abs(skew) > Math.abs(worstNanos)) {
            worstNanos = skew;
        }
    }

    long pairs() {
        return pairs;
    }

    /** 0 without a pair. */
    double meanMillis() {
        return pairs == 0 ? 0 : sumNanos / 1e6 / pairs;
    }

    /** The one farthest from 0. */
    double worstMillis() {
        return worstNanos / 1e6;
    }
}
