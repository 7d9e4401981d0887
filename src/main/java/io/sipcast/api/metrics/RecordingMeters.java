package io.sipcast.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sipcast.record.RecordingInfo;
import io.sipcast.record.Recordings;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What recordings count: those that go on by status, and all of them since the start. */
final class RecordingMeters {
    private RecordingMeters() {}

    static void register(Recordings recordings, String name, MeterRegistry registry) {
        for (RecordingInfo.Status status : RecordingInfo.Status.values()) {
            if (status != RecordingInfo.Status.ENDED) {
                Gauge.builder(name, recordings, from -> (double) count(from, status))
                        .tag("status", status.name().toLowerCase(Locale.ROOT))
                        .description("Recordings that go on, by status")
                        .register(registry);
            }
        }
        count(recordings, name + ".files", "Files begun", Recordings.Totals::files, registry);
        count(recordings, name + ".bytes", "Bytes written", Recordings.Totals::bytes, registry);
        count(
                recordings,
                name + ".skipped",
                "Pictures and frames of sound that are in no file",
                Recordings.Totals::skipped,
                registry);
        count(
                recordings,
                name + ".pauses",
                "Times that the disk took nothing",
                Recordings.Totals::pauses,
                registry);
    }

    private static void count(
            Recordings recordings,
            String name,
            String meaning,
            ToLongFunction<Recordings.Totals> value,
            MeterRegistry registry) {
        FunctionCounter.builder(name, recordings, from -> (double) value.applyAsLong(from.totals()))
                .description(meaning)
                .register(registry);
    }

    private static long count(Recordings recordings, RecordingInfo.Status status) {
        return recordings.live().stream().filter(one -> one.status() == status).count();
    }
}
