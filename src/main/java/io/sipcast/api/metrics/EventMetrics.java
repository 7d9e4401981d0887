package io.sipcast.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sipcast.api.events.EventHub;

/** Who listens to events, and who could not. */
public final class EventMetrics implements MeterBinder {
    private static final String PREFIX = "sipcast.events.";

    private final EventHub hub;

    public EventMetrics(EventHub hub) {
        this.hub = hub;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "clients", hub, from -> from.counters().clients())
                .description("Clients that listen to events")
                .register(registry);
        FunctionCounter.builder(PREFIX + "slow", hub, from -> from.counters().tooSlow())
                .description("Clients disconnected as they did not take their events")
                .register(registry);
        FunctionCounter.builder(PREFIX + "refused", hub, from -> from.counters().refused())
                .description("Clients not let in as there were too many")
                .register(registry);
    }
}
