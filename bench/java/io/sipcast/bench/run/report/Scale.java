package io.sipcast.bench.run.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Values on an axis from 0 to a round number.
 *
 * @param top the value at the end of the axis
 * @param step from one mark to the next
 */
record Scale(double top, double step) {
    private static final int MARKS = 5;

    /** One that has room for this value. */
    static Scale upTo(double value) {
        if (!(value > 0)) {
            return new Scale(1, 0.5);
        }
        double rough = value / MARKS;
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = magnitude * roundUp(rough / magnitude);
        return new Scale(step * Math.ceil(value / step - 1e-9), step);
    }

    private static double roundUp(double digit) {
        for (double round : new double[] {1, 2, 2.5, 5}) {
            if (digit <= round + 1e-9) {
                return round;
            }
        }
        return 10;
    }

    /** Where marks are, 0 included. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i <= Math.round(top / step); i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** From 0 to 1. */
    double part(double value) {
        return value / top;
    }
}
