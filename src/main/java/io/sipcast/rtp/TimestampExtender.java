package io.sipcast.rtp;

/**
 * Counts RTP timestamps on past 32 bits: each is taken as the one nearest to the one before, on
 * either side. The first is itself.
 */
public final class TimestampExtender {
    private boolean started;
    private long last;

    /** Extends, and is what the next is near to. */
    public long extend(long timestamp) {
        last = near(timestamp);
        started = true;
        return last;
    }

    /** Extends and remembers nothing. */
    public long near(long timestamp) {
        return started ? last + (int) (timestamp - last) : timestamp & 0xFFFF_FFFFL;
    }

    /** The next is a first again. */
    public void reset() {
        started = false;
        last = 0;
    }
}
