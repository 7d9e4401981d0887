package io.sipcast.overload;

/**
 * What was measured over about a second.
 *
 * @param loopLagNanos how late the ticks of the latest media loop were, on average
 * @param longestTurnNanos that any of the loops was busy with the calls of one tick
 * @param cores that this process used, 1.0 being one processor all the time
 * @param available processors that it may use, by affinity and quota; above nought
 */
public record Load(long loopLagNanos, long longestTurnNanos, double cores, double available) {
    public static final Load NONE = new Load(0, 0, 0, 1);

    public Load {
        if (!(available > 0)) {
            throw new IllegalArgumentException("no processor");
        }
    }

    /** The share of the available processors that is used, 0 to 1. */
    public double cpu() {
        return cores / available;
    }
}
