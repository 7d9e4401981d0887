package io.sipcast.bench.run.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report for programs. Values that are not numbers are null. */
public final class JsonReport {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /** Writes it. */
    public static String print(Report report) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("at", report.at().toString());
        root.put("version", report.version());
        root.put("options", report.options());
        root.put("machine", report.machine());
        root.put("warnings", report.warnings());
        root.put("scenarios", report.outcomes().stream().map(JsonReport::outcome).toList());
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static Map<String, @Nullable Object> outcome(Outcome outcome) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("scenario", outcome.scenario());
        map.put("title", outcome.title());
        map.put("worth", outcome.worth().name());
        map.put("notes", outcome.notes());
        map.put("figures", outcome.figures().stream().map(JsonReport::figure).toList());
        map.put("readings", outcome.readings().stream().map(JsonReport::reading).toList());
        return map;
    }

    private static Map<String, @Nullable Object> figure(Figure figure) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", figure.id());
        map.put("what", figure.what());
        map.put("unit", figure.unit());
        map.put("sipcast", number(figure.ours()));
        Figure.Rival rival = figure.rival();
        if (rival != null) {
            map.put("other", rival.name());
            map.put("otherValue", number(rival.value()));
            map.put("ratio", number(rival.ratio()));
        }
        Goal.of(figure)
                .ifPresent(goal -> {
                    map.put("goal", goal.limit());
                    map.put("stretch", goal.stretch());
                    map.put("reached", goal.judge(figure).name());
                });
        return map;
    }

    private static Map<String, @Nullable Object> reading(Reading reading) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("pipe", reading.pipe());
        map.put("calls", reading.calls());
        map.put("cores", number(reading.cores()));
        map.put("residentKb", reading.memory().residentKb());
        map.put("proportionalKb", reading.memory().proportionalKb());
        Delay delay = reading.delay();
        map.put(
                "delayMillis",
                delay == null
                        ? null
                        : java.util.stream.Stream.of(delay.p50(), delay.p99(), delay.max())
                                .map(JsonReport::number)
                                .toList());
        map.put("lostFrames", reading.lostFrames());
        map.put("pauses", reading.pauses());
        map.put("load", reading.machine().load());
        map.put("foreignCores", number(reading.machine().foreignCores()));
        map.put("faults", List.copyOf(reading.faults()));
        return map;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null;
    }
}
