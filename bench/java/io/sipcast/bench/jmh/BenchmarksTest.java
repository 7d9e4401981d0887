package io.sipcast.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, once, in this process; what it measures is of no interest. */
class BenchmarksTest {
    private static final Options ONCE =
            new OptionsBuilder()
                    .include(Benchmarks.class.getPackageName())
                    .forks(0)
                    .mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build();

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // some other JMH may run on this machine

        Collection<RunResult> results = new Runner(ONCE).run();

        assertThat(names(results)).isEqualTo(known()).hasSizeGreaterThan(25);
    }

    private static Set<String> names(Collection<RunResult> results) {
        var names = new TreeSet<String>();
        results.forEach(result -> names.add(result.getParams().getBenchmark()));
        return names;
    }

    /** As they were found when this was compiled. */
    private static Set<String> known() {
        var names = new TreeSet<String>();
        BenchmarkList.defaultList()
                .getAll(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of())
                .forEach(entry -> names.add(entry.getUsername()));
        return names;
    }
}
