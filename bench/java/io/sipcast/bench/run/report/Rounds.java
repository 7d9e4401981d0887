package io.sipcast.bench.run.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Ours and theirs, measured one right after the other, again and again: a machine that is slower in
 * one round is slower for both, so it is the ratio of each round that counts.
 */
public final class Rounds {
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();

    /** Adds a round. */
    public void add(double our, double their) {
        ours.add(our);
        theirs.add(their);
    }

    public boolean isEmpty() {
        return ours.isEmpty();
    }

    /** The median of ours. */
    public double ours() {
        return Medians.of(ours);
    }

    /** The median of theirs. */
    public double theirs() {
        return Medians.of(theirs);
    }

    /** The median of the rounds' ratios, ours to theirs. */
    public double ratio() {
        return Medians.of(ratios());
    }

    /** The ratio of each round. */
    public List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios;
    }
}
