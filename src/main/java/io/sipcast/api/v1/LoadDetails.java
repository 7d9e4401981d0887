package io.sipcast.api.v1;

import io.sipcast.call.CallRefused.Limit;
import io.sipcast.overload.Load;
import io.sipcast.overload.Overload;
import io.sipcast.overload.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The load of the node as JSON. */
public final class LoadDetails {
    private static final double NANOS_PER_MILLI = 1e6;

    private LoadDetails() {}

    /**
     * How near to overload it is.
     *
     * @param refused how many calls were, by what there was too much of
     */
    public static Map<String, @Nullable Object> of(
            Overload.Status status, ToLongFunction<Limit> refused) {
        Load load = status.load();
        Refusal.Reason overload = status.overload();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("overload", overload == null ? null : overload.name());
        json.put("loopLagMs", rounded(load.loopLagNanos() / NANOS_PER_MILLI));
        json.put("longestTurnMs", rounded(load.longestTurnNanos() / NANOS_PER_MILLI));
        json.put("cpuCores", rounded(load.cores()));
        json.put("cpuCoresAvailable", rounded(load.available()));
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Limit limit : Limit.values()) {
            counts.put(label(limit), refused.applyAsLong(limit));
        }
        json.put("callsRefused", counts);
        return json;
    }

    private static String label(Limit limit) {
        return switch (limit) {
            case CALLS -> "calls";
            case RATE -> "rate";
            case LOOP_LAG -> "loopLag";
            case CPU -> "cpu";
        };
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
