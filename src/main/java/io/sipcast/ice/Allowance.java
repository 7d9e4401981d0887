package io.sipcast.ice;

/** Bounds how often something is done: so many a second, and as many at once. */
final class Allowance {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private double left;
    private long filledNanos;
    private boolean used;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /** Takes one, if there is one. */
    boolean take(long nowNanos) {
        if (used) {
            left = Math.min(perSecond, left + (nowNanos - filledNanos) / NANOS * perSecond);
        }
        used = true;
        filledNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
