package io.sipcast.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sipcast.api.Answer;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallStatus;
import io.sipcast.call.Calls;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Streams;
import io.sipcast.push.Push;
import io.sipcast.push.PushStatus;
import io.sipcast.push.Pushes;
import io.sipcast.record.Recordings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /metrics} in the text format of Prometheus. Numbers of all calls together: those of
 * one call are in {@code /api/v1/calls/:id}, as a time series for each would never end.
 *
 * <p>Everything is looked up when it is asked for, so nobody pays who does not ask.
 */
public final class MetricsApi implements AutoCloseable {
    private static final String PREFIX = "sipcast.";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Calls calls;
    private final Pushes pushes;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallTotals totals = new CallTotals();
    private final MultiGauge callGauge = gauge("calls", "Calls by status");
    private final MultiGauge pushGauge = gauge("pushes", "Pushes by status");
    private final MultiGauge failureGauge =
            gauge("pushes.failed", "Attempts and publishes that failed, by reason");
    private final MultiGauge endGauge = gauge("calls.ended", "Calls that ended, by reason");
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private List<CallInfo> live = List.of();

    public MetricsApi(Calls calls, Streams streams, Pushes pushes, Recordings recordings) {
        this.calls = calls;
        this.pushes = pushes;
        for (TrackCounts.Counter counter : TrackCounts.Counter.values()) {
            FunctionCounter.builder(
                            PREFIX + counter.text(), totals, from -> (double) from.get(counter))
                    .tag("track", counter.track())
                    .description(counter.meaning())
                    .register(registry);
        }
        quality("jitter.seconds", "audio", "Jitter, RFC 3550", Quality::audioJitter);
        quality("jitter.seconds", "video", "Jitter, RFC 3550", Quality::videoJitter);
        quality("skew.seconds", "video", "Pictures moved by sender reports", Quality::skew);
        quality("drift.ppm", "audio", "Senders' clocks against ours", Quality::drift);
        quality(
                "published.skew.seconds",
                "video",
                "Pictures against the sound that belongs to them, as published",
                Quality::publishedSkew);
        quality("round.trip.seconds", "audio", "By RTCP", Quality::audioRoundTrip);
        quality("round.trip.seconds", "video", "By RTCP", Quality::videoRoundTrip);
        received("audio", Quality::audioBitRate);
        received("video", Quality::videoBitRate);
        Gauge.builder(PREFIX + "streams", streams, all -> all.all().size())
                .description("Live streams")
                .register(registry);
        Gauge.builder(PREFIX + "subscribers", streams, MetricsApi::subscribers)
                .description("Players, pushes and pages that take a stream")
                .register(registry);
        RecordingMeters.register(recordings, PREFIX + "recordings", registry);
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Shows the numbers of another part, too. */
    public void add(MeterBinder part) {
        part.bindTo(registry);
    }

    public List<Route> routes() {
        return List.of(Route.get("/metrics", this::metrics));
    }

    private synchronized Answer metrics(Request request) {
        live = calls.live();
        totals.look(live, calls.ended());
        callGauge.register(rows("status", byStatus(live)), true);
        pushGauge.register(rows("status", byPushStatus()), true);
        failureGauge.register(rows("reason", pushes.failures()), true);
        endGauge.register(rows("reason", totals.ends()), true);
        return new Answer(200, TEXT, registry.scrape(), Map.of());
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }

    private void quality(
            String name, String track, String description, ToDoubleFunction<CallInfo> value) {
        Function<MetricsApi, Quality> now = from -> Quality.of(from.live, value);
        Gauge.builder(PREFIX + name, this, from -> now.apply(from).mean())
                .tags("track", track, "of", "mean")
                .description(description)
                .register(registry);
        Gauge.builder(PREFIX + name, this, from -> now.apply(from).worst())
                .tags("track", track, "of", "worst")
                .description(description)
                .register(registry);
    }

    private void received(String track, ToDoubleFunction<CallInfo> bitRate) {
        Gauge.builder(
                        PREFIX + "rtp.bits.per.second",
                        this,
                        from -> Quality.of(from.live, bitRate).sum())
                .tag("track", track)
                .description("Payload received in the last second, of all calls together")
                .register(registry);
    }

    private static Map<String, Long> byStatus(List<CallInfo> live) {
        Map<CallStatus, Long> counts =
                live.stream()
                        .collect(Collectors.groupingBy(CallInfo::status, Collectors.counting()));
        return Stream.of(CallStatus.values())
                .filter(status -> !status.ended())
                .collect(
                        Collectors.toMap(
                                MetricsApi::label, status -> counts.getOrDefault(status, 0L)));
    }

    private Map<String, Long> byPushStatus() {
        Map<PushStatus, Long> counts =
                pushes.all().stream()
                        .map(Push::snapshot)
                        .collect(
                                Collectors.groupingBy(
                                        Push.Snapshot::status, Collectors.counting()));
        return Stream.of(PushStatus.values())
                .collect(
                        Collectors.toMap(
                                MetricsApi::label, status -> counts.getOrDefault(status, 0L)));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<MultiGauge.Row<?>> rows(String tag, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<MultiGauge.Row<?>>map(
                        each -> MultiGauge.Row.of(Tags.of(tag, each.getKey()), each.getValue()))
                .toList();
    }

    private static double subscribers(Streams streams) {
        return streams.all().stream().mapToInt(LiveStream::subscribers).sum();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
