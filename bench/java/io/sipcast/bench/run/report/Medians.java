package io.sipcast.bench.run.report;

import java.util.Collection;

/** The middle of few values: one round that something disturbed does not move it. */
public final class Medians {
    private Medians() {}

    /** The middle one, or the mean of the two in the middle; not a number if there is none. */
    public static double of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
