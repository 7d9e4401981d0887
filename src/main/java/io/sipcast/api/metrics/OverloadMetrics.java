package io.sipcast.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sipcast.call.CallRefused.Limit;
import io.sipcast.overload.Load;
import io.sipcast.overload.Overload;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How near to overload the node is, and the calls that were refused for want of room. */
public final class OverloadMetrics implements MeterBinder {
    private static final String PREFIX = "sipcast.";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Overload overload;
    private final ToLongFunction<Limit> refused;

    /**
     * Joins it.
     *
     * @param refused how many calls were, by what there was too much of
     */
    public OverloadMetrics(Overload overload, ToLongFunction<Limit> refused) {
        this.overload = overload;
        this.refused = refused;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "loop.lag.seconds",
                "Lateness of the latest media loop's ticks, mean of a second",
                load -> load.loopLagNanos() / NANOS_PER_SECOND);
        gauge(
                registry,
                "loop.turn.seconds",
                "The longest that a media loop was busy with the calls of one tick, in a second",
                load -> load.longestTurnNanos() / NANOS_PER_SECOND);
        gauge(registry, "cpu.cores", "Processors used, in a second", Load::cores);
        gauge(
                registry,
                "cpu.cores.available",
                "Processors that may be used, by affinity and quota",
                Load::available);
        Gauge.builder(
                        PREFIX + "overloaded",
                        overload,
                        from -> from.status().overload() == null ? 0 : 1)
                .description("1 while nothing new is taken")
                .register(registry);
        for (Limit limit : Limit.values()) {
            FunctionCounter.builder(
                            PREFIX + "calls.refused",
                            overload, // is only weakly held, so it can't be what counts
                            _ -> (double) refused.applyAsLong(limit))
                    .tag("reason", limit.name().toLowerCase(Locale.ROOT))
                    .description("Calls that were refused with 503, by what there was too much of")
                    .register(registry);
        }
    }

    private void gauge(
            MeterRegistry registry, String name, String what, ToDoubleFunction<Load> value) {
        Gauge.builder(PREFIX + name, overload, from -> value.applyAsDouble(from.status().load()))
                .description(what)
                .register(registry);
    }
}
