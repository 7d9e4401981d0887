package io.sipcast.overload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a measured value was on average, and at most, within the last time. Before the first sample
 * it was nought. Pure; not for several threads.
 */
final class Average {
    /** A value that held for a span of time. */
    private record Sample(double value, long fromNanos, long toNanos) {}

    private final long windowNanos;
    private final Deque<Sample> samples = new ArrayDeque<>(); // the last one last
    private long lastNanos;

    Average(Duration window, long nowNanos) {
        windowNanos = window.toNanos();
        lastNanos = nowNanos;
    }

    /** What it was since the last time. */
    void add(double value, long nowNanos) {
        samples.addLast(new Sample(value, lastNanos, nowNanos));
        lastNanos = nowNanos;
        while (lastNanos - samples.getFirst().toNanos() >= windowNanos) {
            samples.removeFirst();
        }
    }

    /** At the last sample. */
    double mean() {
        double sum = 0;
        for (Sample sample : samples) {
            sum += sample.value() * within(sample);
        }
        return sum / windowNanos;
    }

    private long within(Sample sample) {
        long age = Math.min(lastNanos - sample.fromNanos(), windowNanos);
        return age - (lastNanos - sample.toNanos());
    }

    /** At the last sample. */
    double highest() {
        double highest = 0;
        for (Sample sample : samples) {
            highest = Math.max(highest, sample.value());
        }
        return highest;
    }
}
