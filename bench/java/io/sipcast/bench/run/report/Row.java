package io.sipcast.bench.run.report;

import java.util.List;
import java.util.Optional;

/** A line of the table, as text. */
record Row(
        String scenario,
        String what,
        String ours,
        String rival,
        String ratio,
        String goal,
        String verdict) {
    static final Row HEAD =
            new Row("scenario", "figure", "Sipcast", "other", "ratio", "goal", "reached");

    /** One for each figure; one that says why if there are none. */
    static List<Row> of(Outcome outcome) {
        return switch (outcome.worth()) {
            case MEASURED -> outcome.figures().stream().map(f -> of(outcome, f)).toList();
            case VOID -> List.of(alone(outcome, "void"));
            case SKIPPED -> List.of(alone(outcome, "skipped"));
        };
    }

    private static Row of(Outcome outcome, Figure figure) {
        Optional<Goal> goal = Goal.of(figure);
        Figure.Rival rival = figure.rival();
        return new Row(
                outcome.scenario(),
                figure.what(),
                withUnit(figure.ours(), figure.unit()),
                rival == null ? "" : withUnit(rival.value(), figure.unit()) + " " + rival.name(),
                rival == null ? "" : Numbers.text(rival.ratio()),
                goal.map(Goal::words).orElse(""),
                goal.map(g -> g.judge(figure).words()).orElse(""));
    }

    private static String withUnit(double value, String unit) {
        return unit.isEmpty() ? Numbers.text(value) : Numbers.text(value) + " " + unit;
    }

    private static Row alone(Outcome outcome, String word) {
        String why = word + ": " + String.join("; ", outcome.notes());
        return new Row(outcome.scenario(), why, "", "", "", "", "");
    }

    List<String> cells() {
        return List.of(scenario, what, ours, rival, ratio, goal, verdict);
    }
}
