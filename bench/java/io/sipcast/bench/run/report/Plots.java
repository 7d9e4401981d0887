package io.sipcast.bench.run.report;

import io.sipcast.bench.run.report.LineChart.Limit;
import io.sipcast.bench.run.report.LineChart.Point;
import io.sipcast.bench.run.report.LineChart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The plots of a report, by the names of their files; those without a value are left out. */
final class Plots {
    private static final String ACROSS = "calls on one core";
    private static final double MILLI = 1000;

    private Plots() {}

    static Map<String, String> of(Report report) {
        Map<String, String> plots = new LinkedHashMap<>();
        bars(report).ifPresent(chart -> plots.put("beside.svg", chart.draw()));
        growth(report).ifPresent(chart -> plots.put("growth.svg", chart.draw()));
        delay(report, "growth-audio", "sound alone")
                .ifPresent(chart -> plots.put("delay-audio.svg", chart.draw()));
        delay(report, "growth-av", "sound and pictures")
                .ifPresent(chart -> plots.put("delay-av.svg", chart.draw()));
        return plots;
    }

    private static Optional<BarChart> bars(Report report) {
        List<BarChart.Pair> pairs = new ArrayList<>();
        for (Outcome outcome : report.outcomes()) {
            outcome.figure(outcome.scenario() + ".cpu.ffmpeg")
                    .filter(_ -> outcome.worth() == Outcome.Worth.MEASURED)
                    .map(Figure::rival)
                    .ifPresent(rival ->
                            pairs.add(
                                    new BarChart.Pair(
                                            outcome.scenario(),
                                            MILLI * rival.value() * rival.ratio(),
                                            rival.name() + " per call",
                                            MILLI * rival.value())));
        }
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BarChart(
                                "CPU of a call beside an ffmpeg per call, thousandths of a core",
                                pairs));
    }

    private static Optional<LineChart> growth(Report report) {
        List<Series> lines = new ArrayList<>();
        for (String scenario : List.of("growth-audio", "growth-av")) {
            find(report, scenario)
                    .map(outcome ->
                            new Series(
                                    scenario.equals("growth-av") ? "with pictures" : "sound alone",
                                    points(outcome, r -> MILLI * r.coresPerCall())))
                    .ifPresent(lines::add);
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LineChart(
                                "CPU of a call on one core, thousandths of it",
                                ACROSS,
                                lines,
                                null));
    }

    private static Optional<LineChart> delay(Report report, String scenario, String what) {
        return find(report, scenario)
                .map(outcome ->
                        new LineChart(
                                "Delay added, ms: " + what,
                                ACROSS,
                                List.of(
                                        delays("p50", outcome, Delay::p50),
                                        delays("p99", outcome, Delay::p99),
                                        delays("max", outcome, Delay::max)),
                                new Limit("goal for p99", 20)));
    }

    private static Series delays(String name, Outcome outcome, ToDoubleFunction<Delay> of) {
        return new Series(
                name,
                points(
                        outcome,
                        reading -> {
                            Delay delay = reading.delay();
                            return delay == null ? Double.NaN : of.applyAsDouble(delay);
                        }));
    }

    private static List<Point> points(Outcome outcome, ToDoubleFunction<Reading> of) {
        return outcome.readings().stream()
                .map(reading -> new Point(reading.calls(), of.applyAsDouble(reading)))
                .toList();
    }

    private static Optional<Outcome> find(Report report, String scenario) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.scenario().equals(scenario))
                .filter(outcome -> !outcome.readings().isEmpty())
                .findFirst();
    }
}
