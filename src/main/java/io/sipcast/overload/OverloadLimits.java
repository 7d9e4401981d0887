package io.sipcast.overload;

import java.time.Duration;

/**
 * Past what new work is refused.
 *
 * @param maxLoopLag how late the ticks of a media loop may be on average; zero: not looked at
 * @param maxCpu share of the processors that we may use, 0 to 1; zero: not looked at
 */
public record OverloadLimits(Duration maxLoopLag, double maxCpu) {
    /** Nothing is looked at. */
    public static final OverloadLimits NONE = new OverloadLimits(Duration.ZERO, 0);

    public OverloadLimits {
        if (maxLoopLag.isNegative() || !(maxCpu >= 0 && maxCpu <= 1)) {
            throw new IllegalArgumentException("no limits: " + maxLoopLag + ", " + maxCpu);
        }
    }

    boolean looksAtLag() {
        return !maxLoopLag.isZero();
    }

    boolean looksAtCpu() {
        return maxCpu > 0;
    }
}
