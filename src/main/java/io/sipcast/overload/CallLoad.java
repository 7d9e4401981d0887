package io.sipcast.overload;

/**
 * How many calls there are, as the figures of {@link OverloadMachine#CPU_WINDOW} see them. A call
 * that was answered within it is in them in part.
 *
 * @param settled calls whose cost was measured
 * @param coming calls whose cost is still to come: being set up, or just answered
 */
public record CallLoad(double settled, double coming) {
    public static final CallLoad NONE = new CallLoad(0, 0);
}
