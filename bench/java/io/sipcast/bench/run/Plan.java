package io.sipcast.bench.run;

import io.sipcast.bench.run.Variants.Variant;
import io.sipcast.bench.run.account.Machine;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The scenarios of a run, one after the other. One that cannot be measured here is named with the
 * reason, as are those for which there was no time; the others go on.
 */
public final class Plan {
    /**
     * All that can be asked for, in their order: what has goals comes first, with what shares a
     * gateway with it.
     */
    public static final List<String> NAMES =
            List.of(
                    "audio",
                    "av360",
                    "av720",
                    "growth-audio",
                    "growth-av",
                    "start",
                    "slate",
                    "unwatched",
                    "fanout",
                    "opus",
                    "srtp",
                    "viewers",
                    "vp8",
                    "rate",
                    "coder",
                    "publishers");

    /** What nobody asked for by its name is not among these, for the sake of time. */
    static final List<String> USUAL =
            NAMES.stream().filter(name -> !Set.of("coder", "publishers").contains(name)).toList();

    /** Those of a quick look. */
    public static final List<String> QUICK = List.of("audio", "av360", "growth-audio");

    private static final int VP8_CALLS = 4;
    private static final int AV_ROUNDS = 2;

    private final List<Scenario> scenarios;
    private final Settings settings;
    private final Duration limit;

    private Plan(List<Scenario> scenarios, Settings settings, Duration limit) {
        this.scenarios = scenarios;
        this.settings = settings;
        this.limit = limit;
    }

    /**
     * Makes one.
     *
     * @param wanted names; empty means the usual ones
     * @param limit when it is reached, no further scenario is begun
     * @throws IllegalArgumentException there is no scenario of such a name
     */
    public static Plan of(List<String> wanted, Settings settings, Duration limit) {
        for (String name : wanted) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no scenario \"%s\", but: %s."
                                .formatted(name, String.join(", ", NAMES)));
            }
        }
        List<String> names = wanted.isEmpty() ? USUAL : wanted;
        return new Plan(scenarios(names, settings), settings, limit);
    }

    private static List<Scenario> scenarios(List<String> names, Settings settings) {
        List<Scenario> all = new ArrayList<>();
        for (String name : NAMES) {
            boolean included = all.stream().anyMatch(scenario -> scenario.names().contains(name));
            if (names.contains(name) && !included) {
                all.add(scenario(name, names, settings));
            }
        }
        return all;
    }

    /** The one of this name, with those of the wanted ones that share its gateway. */
    private static Scenario scenario(String name, List<String> wanted, Settings settings) {
        return switch (name) {
            case "audio" -> new SideBySide(List.of(new Turns(name, Form.AUDIO, settings.rounds())));
            case "av360", "av720" -> new SideBySide(withPictures(wanted, settings.rounds()));
            case "vp8" ->
                    new Alone(
                            name,
                            "Calls with VP8, whose pictures are encoded anew as H.264",
                            Form.VP8_360,
                            VP8_CALLS);
            case "viewers" -> new Servers(name, 1, settings.viewers());
            case "publishers" -> new Servers(name, settings.calls(), 0);
            case "rate" -> new CallRate();
            case "start" -> new StartTime();
            case "growth-audio" -> new Growth(name, Form.AUDIO);
            case "growth-av" -> new Growth(name, Form.H264_360);
            default -> new Variants(variants(wanted));
        };
    }

    private static List<Turns> withPictures(List<String> wanted, int rounds) {
        return Stream.of(
                        new Turns("av360", Form.H264_360, Math.min(AV_ROUNDS, rounds)),
                        new Turns("av720", Form.H264_720, 1))
                .filter(turns -> wanted.contains(turns.name()))
                .toList();
    }

    private static List<Variant> variants(List<String> wanted) {
        return Stream.of(Variant.values())
                .filter(variant -> wanted.contains(variant.scenario()))
                .toList();
    }

    /** Of its scenarios, in their order. */
    List<List<String>> names() {
        return scenarios.stream().map(Scenario::names).toList();
    }

    /**
     * Runs them.
     *
     * @param options as they were given, for the report
     * @param progress is told what goes on, line by line
     */
    public Report run(Instant at, String options, Consumer<String> progress)
            throws InterruptedException, IOException {
        Machine machine =
                Machine.here(
                        Runtime.getRuntime().availableProcessors(),
                        avutil.av_version_info().getString());
        progress.accept(machine.describe());
        long begin = System.nanoTime();
        long end = begin + limit.toNanos();
        List<Outcome> outcomes = new ArrayList<>();
        try (var rig = new Rig(settings, line -> progress.accept(sinceThen(begin) + line))) {
            for (Scenario scenario : scenarios) {
                if (System.nanoTime() - end > 0) {
                    outcomes.addAll(skipped(scenario, "no time was left for it"));
                } else {
                    outcomes.addAll(run(scenario, rig));
                }
            }
        }
        return new Report(at, Version.ofSources(), machine, options, outcomes);
    }

    /** Minutes and seconds. */
    private static String sinceThen(long begin) {
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        return "%02d:%02d ".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private static List<Outcome> run(Scenario scenario, Rig rig)
            throws InterruptedException, IOException {
        rig.say(String.join(", ", scenario.names()) + ": " + scenario.title());
        try {
            return scenario.run(rig);
        } catch (BenchException e) {
            rig.say("skipped: " + e.getMessage());
            return skipped(scenario, String.valueOf(e.getMessage()));
        }
    }

    private static List<Outcome> skipped(Scenario scenario, String why) {
        return scenario.names().stream()
                .map(name -> Outcome.skipped(name, scenario.title(name), why))
                .toList();
    }
}
