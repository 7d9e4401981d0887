package io.sipcast.bench.peers;

/**
 * What came of one published stream: counts of everything, arrival and timestamp of each audio
 * message of the last minute, and the payloads of the last few seconds, or of a minute for a stream
 * that is kept. One thread writes, any thread reads.
 */
public final class Received {
    Received() {}

    /** Frames of sound, sequence headers not counted. */
    public long audioMessages() {
        throw new UnsupportedOperationException();
    }

    /** Pictures, sequence headers not counted. */
    public long videoMessages() {
        throw new UnsupportedOperationException();
    }

    /** Of payload, all tracks. */
    public long bytes() {
        throw new UnsupportedOperationException();
    }

    /** Whether somebody publishes it now. */
    public boolean publishing() {
        throw new UnsupportedOperationException();
    }

    /** How often it was published anew after it had ended. */
    public int interruptions() {
        throw new UnsupportedOperationException();
    }

    /** The longest time between two audio messages of those remembered, in milliseconds. */
    public double longestGapMillis() {
        throw new UnsupportedOperationException();
    }

    /** Counts anew, and forgets what came; the sequence headers stay. */
    public void forget() {
        throw new UnsupportedOperationException();
    }
}
