package io.sipcast.media;

/** Bits in a second, measured over the last whole one. */
final class BitRate {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private boolean started;
    private long sinceNanos;
    private long octets;
    private long bitsPerSecond;

    void add(int count) {
        octets += count;
    }

    void tick(long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        if (started && elapsed < SECOND_NANOS) {
            return;
        }
        bitsPerSecond = started ? Math.round(octets * 8.0 * SECOND_NANOS / elapsed) : 0;
        started = true;
        sinceNanos = nowNanos;
        octets = 0;
    }

    /** 0 before the end of the first second. */
    long bitsPerSecond() {
        return bitsPerSecond;
    }
}
