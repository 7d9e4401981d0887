package io.sipcast.media;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time, and one way through a {@link Network} for each direction of each track. */
final class Way {
    /** What happens next, in order. */
    static final class Time {
        private record Event(long atNanos, long number, Runnable action) {}

        private final PriorityQueue<Event> events =
                new PriorityQueue<>(
                        Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
        private long number;
        private long nowNanos;

        Time(long nowNanos) {
            this.nowNanos = nowNanos;
        }

        long now() {
            return nowNanos;
        }

        void at(long nanos, Runnable action) {
            events.add(new Event(Math.max(nanos, nowNanos), number++, action));
        }

        void runUntil(long nanos) {
            while (!events.isEmpty() && events.peek().atNanos() <= nanos) {
                Event event = events.remove();
                nowNanos = event.atNanos();
                event.action().run();
            }
            nowNanos = nanos;
        }
    }

    private static final long MILLIS = 1_000_000L;

    private final Network network;
    private final Time time;
    private final Random random;
    private final long startNanos;
    private boolean losing;
    private long lastNanos;
    private long lost;

    Way(Network network, Time time, Random random) {
        this.network = network;
        this.time = time;
        this.random = random;
        this.startNanos = time.now();
        this.lastNanos = time.now();
    }

    /** Sends something: it arrives later, never, or twice. */
    void send(Runnable arrival) {
        if (loses()) {
            lost++;
            return;
        }
        time.at(arrivalNanos(), arrival);
        if (random.nextDouble(100) < network.twice()) {
            time.at(arrivalNanos(), arrival);
        }
    }

    long lost() {
        return lost;
    }

    /** Losses in runs: two states, as Gilbert has them. */
    private boolean loses() {
        double stays = 1 - 1 / network.run();
        double begins = network.loss() / (100 - network.loss()) / network.run();
        losing = random.nextDouble() < (losing ? stays : begins);
        return losing;
    }

    private long arrivalNanos() {
        double late = network.jitter() == 0 ? 0 : random.nextDouble(network.jitter());
        long nanos = time.now() + network.roundTrip() * MILLIS / 2 + (long) (late * MILLIS);
        if (network.stallEvery() > 0) {
            long every = network.stallEvery() * MILLIS;
            long into = (nanos - startNanos) % every;
            long end = every - network.stall() * MILLIS;
            nanos += into >= end ? every - into : 0;
        }
        if (network.fifo()) {
            nanos = Math.max(nanos, lastNanos);
            lastNanos = nanos;
        }
        return nanos;
    }
}
