package io.sipcast.bench.jmh;

import java.util.Collection;
import java.util.stream.Collectors;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks that the command line names, by JMH's own options, and ends with a table of
 * time and garbage for each operation.
 */
public final class Benchmarks {
    private static final String GARBAGE = "gc.alloc.rate.norm";

    private Benchmarks() {}

    /** What only lists or explains is left to JMH. */
    public static void main(String[] arguments) throws Exception {
        var given = new CommandLineOptions(arguments);
        if (given.shouldHelp()
                || given.shouldList()
                || given.shouldListWithParams()
                || given.shouldListProfilers()
                || given.shouldListResultFormats()) {
            Main.main(arguments);
            return;
        }
        var options = new OptionsBuilder().parent(given).addProfiler(GCProfiler.class);
        Collection<RunResult> results = new Runner(options.build()).run();
        System.out.printf("%n%-72s %14s %16s%n", "", "time", "bytes allocated");
        results.forEach(Benchmarks::print);
    }

    private static void print(RunResult run) {
        Result<?> time = run.getPrimaryResult();
        var others = run.getSecondaryResults();
        Result<?> garbage = others.get(GARBAGE);
        System.out.printf(
                "%-72s %14s %16s%n",
                name(run),
                "%,.0f %s".formatted(time.getScore(), time.getScoreUnit()),
                garbage == null ? "" : "%,.0f".formatted(garbage.getScore()));
        others.forEach((label, other) -> {
            if (!label.startsWith("gc.") && !Double.isNaN(other.getScore())) {
                System.out.printf(
                        "    %-68s %,14.0f %s%n", label, other.getScore(), other.getScoreUnit());
            }
        });
    }

    private static String name(RunResult run) {
        var parameters = run.getParams();
        String of = Benchmarks.class.getPackageName() + ".";
        String name = parameters.getBenchmark().replace(of, "");
        String values =
                parameters.getParamsKeys().stream()
                        .map(key -> key + "=" + parameters.getParam(key))
                        .collect(Collectors.joining(", "));
        return values.isEmpty() ? name : name + " (" + values + ")";
    }
}
