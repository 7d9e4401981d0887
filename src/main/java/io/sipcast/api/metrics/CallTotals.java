package io.sipcast.api.metrics;

import io.sipcast.call.CallEnd;
import io.sipcast.call.CallInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counts of all calls that there are and were, so that they never fall: an ended call is added
 * once, while it is still remembered (10 minutes). Owned by one thread at a time.
 */
final class CallTotals {
    private record Id(String callId, Instant startedAt) {
        static Id of(CallInfo call) {
            return new Id(call.callId(), call.startedAt());
        }
    }

    private final TrackCounts ended = new TrackCounts();
    private final Map<String, Long> ends = new HashMap<>();
    private Set<Id> counted = new HashSet<>();
    private TrackCounts now = new TrackCounts();

    /** Looks at the calls of this moment. */
    void look(List<CallInfo> live, List<CallInfo> past) {
        Set<Id> remembered = new HashSet<>();
        for (CallInfo call : past) {
            Id id = Id.of(call);
            remembered.add(id);
            if (!counted.contains(id)) {
                ended.add(TrackCounts.of(call));
                ends.merge(reason(call.end()), 1L, Long::sum);
            }
        }
        counted = remembered;
        now = new TrackCounts();
        now.add(ended);
        for (CallInfo call : live) {
            if (!counted.contains(Id.of(call))) {
                now.add(TrackCounts.of(call));
            }
        }
    }

    long get(TrackCounts.Counter counter) {
        return now.get(counter);
    }

    /** How many calls ended for which reason. */
    Map<String, Long> ends() {
        return Map.copyOf(ends);
    }

    /** The case's own name: {@code no_answer} of {@code NoAnswer}. */
    private static String reason(@Nullable CallEnd end) {
        return end == null
                ? "unknown"
                : end.getClass()
                        .getSimpleName()
                        .replaceAll("(?<=.)([A-Z])", "_$1")
                        .toLowerCase(Locale.ROOT);
    }
}
