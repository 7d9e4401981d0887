package io.sipcast.bench.run;

import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.account.Pauses;
import io.sipcast.bench.run.report.Delay;
import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Knee;
import io.sipcast.bench.run.report.Outcome;
import io.sipcast.bench.run.report.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps to the knee say. Figures "at 200 calls" are those of the last step before the knee
 * where that comes earlier, and say so.
 *
 * @param idle before the first call
 * @param steps with more and more calls
 * @param heapMb after each of them, by the number of calls
 * @param mostMillis of delay at p99 that counts as good
 */
record GrowthFigures(
        String name,
        Memory idle,
        List<Reading> steps,
        Map<Integer, Double> heapMb,
        double mostMillis) {
    private static final int FEW = 10;
    private static final int MANY = 200;

    Outcome outcome(String title) {
        Knee knee = Knee.of(steps, mostMillis);
        // Steps that did not go well are no faults of the measurement: they were looked for.
        List<Reading> good =
                steps.stream()
                        .filter(step -> step.calls() <= knee.calls())
                        .filter(step -> Knee.whatGaveWay(step, mostMillis).isEmpty())
                        .toList();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(name + ".knee", "calls on one core", "", knee.calls()));
        last(good, MANY).ifPresent(many -> at(many, good, figures));
        List<String> notes = List.of("knee " + knee.why());
        return new Outcome(name, title, Outcome.Worth.MEASURED, figures, steps, notes);
    }

    private void at(Reading many, List<Reading> good, List<Figure> figures) {
        String at = ", %d calls".formatted(many.calls());
        figures.add(Figure.of(name + ".cpu", "cores a call" + at, "", many.coresPerCall()));
        last(good, FEW)
                .filter(few -> few.calls() < many.calls())
                .ifPresent(few -> figures.add(growth(few, many)));
        double grown = (double) (many.memory().residentKb() - idle.residentKb());
        figures.add(
                Figure.of(
                        name + ".idle", "memory (RSS), no call", "MB", idle.residentKb() / 1024.0));
        figures.add(
                Figure.of(
                        name + ".memory", "memory a call (RSS)" + at, "kB", grown / many.calls()));
        double heap = heapMb.getOrDefault(many.calls(), Double.NaN);
        figures.add(Figure.of(name + ".heap", "heap in use" + at, "MB", heap));
        Delay delay = many.delay();
        if (delay != null) {
            figures.add(Figure.of(name + ".delay50", "delay added, p50" + at, "ms", delay.p50()));
            figures.add(Figure.of(name + ".delay", "delay added, p99" + at, "ms", delay.p99()));
        }
        String pause = "longest pause of the JVM up to %d calls".formatted(many.calls());
        figures.add(Figure.of(name + ".pause", pause, "ms", longestPause(many.calls())));
    }

    private Figure growth(Reading few, Reading many) {
        String what =
                "cores a call at %d calls to those at %d".formatted(many.calls(), few.calls());
        return Figure.of(name + ".growth", what, "", many.coresPerCall() / few.coresPerCall());
    }

    private double longestPause(int calls) {
        double longest = 0;
        for (Reading step : steps) {
            Pauses pauses = step.pauses();
            if (pauses != null && step.calls() <= calls) {
                longest = Math.max(longest, pauses.longestMillis());
            }
        }
        return longest;
    }

    /** The last step with so many calls at most. */
    private static Optional<Reading> last(List<Reading> good, int calls) {
        return good.stream().filter(step -> step.calls() <= calls).reduce((_, later) -> later);
    }
}
