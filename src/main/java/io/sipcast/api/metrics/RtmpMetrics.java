package io.sipcast.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.RtmpServer.Counters;
import java.util.function.ToDoubleFunction;

/** The embedded RTMP server: who is there, and who was not let in. */
public final class RtmpMetrics implements MeterBinder {
    private static final String PREFIX = "sipcast.rtmp.";

    private final RtmpServer server;

    public RtmpMetrics(RtmpServer server) {
        this.server = server;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "connections", "Clients connected", Counters::connections);
        gauge(registry, "publishers", "Streams that clients publish", Counters::publishers);
        gauge(registry, "players", "Streams that clients play", Counters::players);
        for (String reason : server.refusals().keySet()) {
            FunctionCounter.builder(PREFIX + "refused", server, from -> from.refusals().get(reason))
                    .tag("reason", reason)
                    .description("Connections not taken, by what there was too much of")
                    .register(registry);
        }
        counter(registry, "denied", "Forbidden by keys or the hook", Counters::denied);
        counter(registry, "taken.over", "Names taken over", Counters::takenOver);
        counter(registry, "faults", "Clients that broke the protocol", Counters::faults);
    }

    private void gauge(
            MeterRegistry registry, String name, String what, ToDoubleFunction<Counters> value) {
        Gauge.builder(PREFIX + name, server, from -> value.applyAsDouble(from.counters()))
                .description(what)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String what, ToDoubleFunction<Counters> value) {
        FunctionCounter.builder(PREFIX + name, server, from -> value.applyAsDouble(from.counters()))
                .description(what)
                .register(registry);
    }
}
