package io.sipcast.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.databind.JsonNode;

/** How many packets got lost lately, of sound and pictures together. */
final class Traffic {
    private static final int SAMPLES = 10; // one a second

    private record Sample(long arrived, long lost) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes the next statistics of the call. */
    void take(JsonNode statistics) {
        samples.addLast(new Sample(both(statistics, "packets"), both(statistics, "lost")));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    private static long both(JsonNode statistics, String name) {
        return statistics.path("audio").path(name).asLong(0)
                + statistics.path("video").path(name).asLong(0);
    }

    /** In percent; what came too late was first counted as lost, so the count may fall. */
    double lossPercent() {
        if (samples.isEmpty()) {
            return 0;
        }
        Sample first = samples.size() == 1 ? new Sample(0, 0) : samples.getFirst();
        Sample last = samples.getLast();
        double lost = Math.max(0, last.lost() - first.lost());
        double all = lost + Math.max(0, last.arrived() - first.arrived());
        return all == 0 ? 0 : 100 * lost / all;
    }
}
