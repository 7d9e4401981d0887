package io.sipcast.rtp;

/**
 * Counts sequence numbers on past 16 bits: each is taken as the one nearest to the highest so far.
 * The first is itself, so that what was sent just before it may be negative.
 */
public final class SequenceExtender {
    private boolean started;
    private long highest;

    /** Extends, and moves on when it is the highest so far. */
    public long extend(int sequence) {
        long extended = near(sequence);
        if (!started || extended > highest) {
            highest = extended;
        }
        started = true;
        return extended;
    }

    /** Extends and remembers nothing. */
    public long near(int sequence) {
        return started ? highest + (short) (sequence - (int) highest) : sequence & 0xFFFF;
    }

    public long highest() {
        return highest;
    }

    /** The next is a first again. */
    public void reset() {
        started = false;
        highest = 0;
    }
}
