package io.sipcast.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Who logged in, and who tried keys. */
record HttpMetrics(Sessions sessions, FailedKeys api, FailedKeys streams) implements MeterBinder {
    private static final String PREFIX = "sipcast.http.";

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "sessions", sessions, Sessions::size)
                .description("Logins to the pages")
                .register(registry);
        bind(registry, "api", api);
        bind(registry, "stream", streams);
    }

    private static void bind(MeterRegistry registry, String of, FailedKeys keys) {
        FunctionCounter.builder(PREFIX + "keys.wrong", keys, FailedKeys::wrong)
                .tag("of", of)
                .description("Wrong keys that came by HTTP")
                .register(registry);
        FunctionCounter.builder(PREFIX + "keys.refused", keys, FailedKeys::refused)
                .tag("of", of)
                .description("Requests refused since wrong keys had come from their address")
                .register(registry);
    }
}
