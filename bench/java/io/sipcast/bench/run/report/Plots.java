package io.sipcast.bench.run.report;

import java.util.Map;

/** The plots of a report. */
final class Plots {
    private Plots() {}

    static Map<String, String> of(Report report) {
        return Map.of();
    }
}
