package io.sipcast.bench.run.report;

import io.sipcast.bench.run.account.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole run.
 *
 * @param at when it began
 * @param version of the gateway: what git says of the sources
 * @param machine where it ran
 * @param options as it was asked for
 * @param outcomes of the scenarios, in their order
 */
public record Report(
        Instant at, String version, Machine machine, String options, List<Outcome> outcomes) {
    private static final double BUSY_CORES = 0.1;

    public Report {
        outcomes = List.copyOf(outcomes);
    }

    /** What readers should know before they believe a figure; empty if nothing. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        double foreign =
                outcomes.stream()
                        .flatMap(outcome -> outcome.readings().stream())
                        .mapToDouble(reading -> reading.machine().foreignCores())
                        .max()
                        .orElse(0);
        if (foreign > BUSY_CORES) {
            warnings.add(
                    "The machine was busy with something else: %s cores at worst. Only ratios count."
                            .formatted(Numbers.text(foreign)));
        }
        return warnings;
    }

    /** Whether something was measured, and nothing was void. */
    public boolean isGood() {
        return outcomes.stream().anyMatch(o -> o.worth() == Outcome.Worth.MEASURED)
                && outcomes.stream().noneMatch(o -> o.worth() == Outcome.Worth.VOID);
    }

    /** All lines of the table. */
    List<Row> rows() {
        return outcomes.stream().flatMap(outcome -> Row.of(outcome).stream()).toList();
    }
}
