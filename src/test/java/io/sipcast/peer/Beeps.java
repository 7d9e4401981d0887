package io.sipcast.peer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The beeps of a peer that beeps each second, judged by the steps from one to the next. A peer that
 * gets no processor over a beep loses it, and the next comes at the second second: nothing has
 * moved. Only whole beeps count, as one that is cut short by such a stall begins late.
 *
 * @param steps in seconds
 * @param tolerance how far a step may be from full seconds
 */
public record Beeps(List<Double> steps, double tolerance) {
    private static final double TOLERANCE = 0.04;

    /** Those of a recording but the first, which may have been joined midway. */
    public static Beeps of(Recording recording) {
        return at(recording.wholeBeeps());
    }

    /** Those that begin at these times. */
    public static Beeps at(List<Double> times) {
        return new Beeps(
                IntStream.range(1, times.size())
                        .mapToObj(i -> times.get(i) - times.get(i - 1))
                        .toList(),
                TOLERANCE);
    }

    /** The same, judged with another tolerance. */
    public Beeps within(double seconds) {
        return new Beeps(steps, seconds);
    }

    /** Always: however many are missing, the others have not moved. */
    public void areInPlace() {
        for (double step : steps) {
            require(step >= 1 - tolerance && distance(step) <= tolerance, "one has moved");
        }
    }

    /** Where there is no second try: one is missing, or one in ten. */
    public void areNearlyAll() {
        areInPlace();
        require(!steps.isEmpty(), "there are too few");
        long expected = steps.stream().mapToLong(Math::round).sum();
        require(missing() <= Math.max(1, expected / 10), "too many are missing");
    }

    /** Not one is missing. */
    public void areAll() {
        areInPlace();
        require(!steps.isEmpty(), "there are too few");
        require(missing() == 0, "one is missing");
    }

    private long missing() {
        return steps.stream().mapToLong(step -> Math.round(step) - 1).sum();
    }

    private static double distance(double step) {
        return Math.abs(step - Math.rint(step));
    }

    private void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError("%s: steps of beeps %s".formatted(what, steps));
        }
    }
}
