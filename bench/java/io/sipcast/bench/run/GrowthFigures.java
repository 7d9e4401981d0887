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

/**
 * What the steps to the knee say. Figures "at 200 calls" are those of the last step before the knee
 * where that comes earlier, and say so.
 *
 * @param idle before the first call
 * @param steps with more and more calls
 * @param heapMb after each of them
 */
record GrowthFigures(String name, Memory idle, List<Reading> steps, List<Double> heapMb) {
    private static final int FEW = 10;
    private static final int MANY = 200;

    Outcome outcome(String title) {
        Knee knee = Knee.of(steps);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(name + ".knee", "calls on one core", "", knee.calls()));
        int many = last(Math.min(MANY, knee.calls()));
        if (many >= 0) {
            at(many, figures);
        }
        // Steps past the knee are no faults of the measurement: they are what was looked for.
        List<Reading> good = steps.stream().filter(step -> step.calls() <= knee.calls()).toList();
        Outcome measured = Outcome.measured(name, title, figures, good);
        List<String> notes = new ArrayList<>(measured.notes());
        notes.add("knee " + knee.why());
        return new Outcome(name, title, measured.worth(), figures, steps, notes);
    }

    private void at(int index, List<Figure> figures) {
        Reading many = steps.get(index);
        String at = ", %d calls".formatted(many.calls());
        figures.add(Figure.of(name + ".cpu", "cores a call" + at, "", many.coresPerCall()));
        int few = last(FEW);
        if (few >= 0 && few < index) {
            double ratio = many.coresPerCall() / steps.get(few).coresPerCall();
            String what = "growth of cores a call from %d".formatted(steps.get(few).calls());
            figures.add(Figure.of(name + ".growth", what + " to " + many.calls(), "", ratio));
        }
        double grown = many.memory().residentKb() - idle.residentKb();
        figures.add(
                Figure.of(name + ".idle", "memory (RSS), no call", "MB", idle.residentKb() >> 10));
        figures.add(
                Figure.of(
                        name + ".memory", "memory a call (RSS)" + at, "kB", grown / many.calls()));
        figures.add(Figure.of(name + ".heap", "heap in use" + at, "MB", heapMb.get(index)));
        Delay delay = many.delay();
        if (delay != null) {
            figures.add(Figure.of(name + ".delay", "delay added, p99" + at, "ms", delay.p99()));
            figures.add(Figure.of(name + ".delay50", "delay added, p50" + at, "ms", delay.p50()));
        }
        figures.add(
                Figure.of(
                        name + ".pause",
                        "longest pause of the JVM up to " + many.calls() + " calls",
                        "ms",
                        longestPause(index)));
    }

    private double longestPause(int index) {
        double longest = 0;
        for (Reading step : steps.subList(0, index + 1)) {
            Pauses pauses = step.pauses();
            longest = Math.max(longest, pauses == null ? 0 : pauses.longestMillis());
        }
        return longest;
    }

    /** The index of the last step with so many calls at most; -1 if there is none. */
    private int last(int calls) {
        int found = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).calls() <= calls) {
                found = i;
            }
        }
        return found;
    }
}
