package io.sipcast.push;

/**
 * Bit/s over the last second and a bit, from a count of bytes that is looked at twice a second. A
 * count that falls is that of another connection. Pure; owned by one thread.
 */
final class SendRate {
    private static final int LOOKS = 3;
    private static final double NANOS = 1e9;

    private final long[] bytes = new long[LOOKS];
    private final long[] nanos = new long[LOOKS];
    private int count;

    void look(long sentBytes, long nowNanos) {
        if (count > 0 && sentBytes < bytes[0]) {
            count = 0;
        }
        System.arraycopy(bytes, 0, bytes, 1, LOOKS - 1);
        System.arraycopy(nanos, 0, nanos, 1, LOOKS - 1);
        bytes[0] = sentBytes;
        nanos[0] = nowNanos;
        count = Math.min(LOOKS, count + 1);
    }

    /** Nothing is sent. */
    void forget() {
        count = 0;
    }

    /** 0 before the second look. */
    long bitsPerSecond() {
        if (count < 2) {
            return 0;
        }
        int oldest = count - 1;
        long elapsed = nanos[0] - nanos[oldest];
        return elapsed <= 0 ? 0 : Math.round((bytes[0] - bytes[oldest]) * 8 * NANOS / elapsed);
    }
}
