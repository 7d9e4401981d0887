package io.sipcast.bench;

import io.sipcast.bench.run.BenchException;
import io.sipcast.bench.run.Plan;
import io.sipcast.bench.run.Settings;
import io.sipcast.bench.run.report.Report;
import io.sipcast.bench.run.report.ReportFiles;
import io.sipcast.bench.run.report.TextTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the bench. */
@Command(
        name = "bench/run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description = {
            "Measures the gateway beside what its users would run instead, in turns, on loopback.",
            "",
            "Prints a table, and writes it as JSON and Markdown with plots. JAVA_OPTS goes to the"
                    + " gateway's JVM. Ctrl-C ends everything that was started.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured, whether goals are met or not",
            "1:nothing could be measured, or streams were wrong",
            "2:wrong usage"
        })
public final class Bench implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Which, of: ${COMPLETION-CANDIDATES}. Default: all but coder and publishers.",
            completionCandidates = Names.class)
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--calls",
            paramLabel = "N",
            description = "Calls at once beside others (default: ${DEFAULT-VALUE}).")
    private int calls = 50;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each is looked at (default: ${DEFAULT-VALUE}).")
    private int seconds = 8;

    @Option(
            names = "--settle",
            paramLabel = "N",
            description = "Seconds before that (default: ${DEFAULT-VALUE}).")
    private int settle = 3;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds in turns (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--most-calls",
            paramLabel = "N",
            description =
                    "Where the way to the knee ends, in steps of 50 calls, of 100 beyond 200"
                            + " (default: ${DEFAULT-VALUE}).")
    private int mostCalls = 300;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            description = "Viewers of one stream (default: ${DEFAULT-VALUE}).")
    private int viewers = 500;

    @Option(
            names = "--quick",
            description =
                    "Sound, sound with pictures, the way to 100 calls, one round: some two minutes."
                            + " Not to be quoted.")
    private boolean quick;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "Scenarios that are not begun by then are skipped (default: ${DEFAULT-VALUE}).")
    private int minutes = 13;

    @Option(
            names = "--gateway",
            paramLabel = "COMMAND",
            description = "What runs the gateway (default: ${DEFAULT-VALUE}).")
    private String gateway = "./sipcast run";

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("bench", "results");

    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    /** For the help. */
    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Plan.NAMES.iterator();
        }
    }

    @Override
    public Integer call() throws Exception {
        Report report;
        try {
            report = plan().run(Instant.now(), options(), this::say);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (BenchException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        spec.commandLine().getOut().println("\n" + TextTable.print(report));
        spec.commandLine().getOut().flush();
        say("Written to " + ReportFiles.write(report, out) + ".");
        return report.isGood() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Plan plan() {
        var settings =
                new Settings(
                        calls,
                        Duration.ofSeconds(seconds),
                        Duration.ofSeconds(settle),
                        quick ? 1 : rounds,
                        quick ? Math.min(mostCalls, 100) : mostCalls,
                        viewers,
                        List.of(gateway.split(" ")),
                        Path.of("target", "bench"));
        List<String> names = scenarios.isEmpty() && quick ? Plan.QUICK : scenarios;
        return Plan.of(names, settings, Duration.ofMinutes(minutes));
    }

    /** As it was asked for. */
    private String options() {
        return String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
