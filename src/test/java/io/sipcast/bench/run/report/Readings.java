package io.sipcast.bench.run.report;

import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.account.Pauses;
import java.util.List;

/** Readings as a gateway would give them that takes 0.008 cores a call and adds 3 ms. */
public final class Readings {
    private Readings() {}

    public static Reading good(int calls) {
        return of(calls, 0.008 * calls, 3, 0, List.of());
    }

    static Reading of(int calls, double cores, double p99, int lost, List<String> faults) {
        return new Reading(
                "sipcast",
                calls,
                cores,
                new Memory(200_000 + 500L * calls, 190_000 + 500L * calls),
                new Delay(1, p99, 2 * p99),
                lost,
                new Pauses(1, calls / 100.0, calls / 100.0),
                new Reading.Surroundings(1.5, 0.02),
                faults);
    }
}
