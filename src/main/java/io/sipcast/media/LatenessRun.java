package io.sipcast.media;

/**
 * Tells a jump of the sender's timestamps from a stall of the network. After a stall the packets
 * come at once, each less late than the one before it; after a jump all are late alike.
 */
final class LatenessRun {
    private static final double ALIKE_NANOS = 30e6;
    private static final int PACKETS = 4;
    private static final long SPAN_NANOS = 50_000_000L;

    private int count;
    private double latenessNanos;
    private long sinceNanos;

    /** Takes the lateness of one more late packet; true when it is sure that it is a jump. */
    boolean add(long nowNanos, double lateness) {
        if (count == 0 || Math.abs(lateness - latenessNanos) > ALIKE_NANOS) {
            count = 0;
            latenessNanos = lateness;
            sinceNanos = nowNanos;
        }
        count++;
        return count >= PACKETS && nowNanos - sinceNanos >= SPAN_NANOS;
    }

    void clear() {
        count = 0;
    }
}
