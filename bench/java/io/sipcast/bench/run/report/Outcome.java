package io.sipcast.bench.run.report;

import java.util.List;
import java.util.Optional;

/**
 * What a scenario came to.
 *
 * @param scenario its name
 * @param title what it does, for people
 * @param worth whether its figures count
 * @param figures what was found out
 * @param readings from which they were reckoned
 * @param notes why it was skipped or is void, and what else should be known
 */
public record Outcome(
        String scenario,
        String title,
        Worth worth,
        List<Figure> figures,
        List<Reading> readings,
        List<String> notes) {
    /** Whether figures count. */
    public enum Worth {
        MEASURED,
        /** Something was wrong with what came out, so that its cost says nothing. */
        VOID,
        SKIPPED
    }

    public Outcome {
        figures = List.copyOf(figures);
        readings = List.copyOf(readings);
        notes = List.copyOf(notes);
    }

    /** Void if one of the readings is. */
    public static Outcome measured(
            String scenario, String title, List<Figure> figures, List<Reading> readings) {
        List<String> faults =
                readings.stream()
                        .flatMap(r -> r.faults().stream().map(f -> r.pipe() + ": " + f))
                        .distinct()
                        .toList();
        Worth worth = faults.isEmpty() ? Worth.MEASURED : Worth.VOID;
        return new Outcome(scenario, title, worth, figures, readings, faults);
    }

    /** One that could not be measured here. */
    public static Outcome skipped(String scenario, String title, String why) {
        return new Outcome(scenario, title, Worth.SKIPPED, List.of(), List.of(), List.of(why));
    }

    /** The figure with this id. */
    public Optional<Figure> figure(String id) {
        return figures.stream().filter(figure -> figure.id().equals(id)).findFirst();
    }
}
