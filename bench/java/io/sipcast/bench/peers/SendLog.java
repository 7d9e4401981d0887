package io.sipcast.bench.peers;

/**
 * When each audio packet of one call left, the last minute of it. Samples are counted at 8 kHz from
 * the call's first one, without end; one thread writes, any thread reads.
 */
public final class SendLog {
    SendLog() {}

    /** The first sample that is still remembered. */
    public long firstSample() {
        throw new UnsupportedOperationException();
    }

    /** The first sample that has not left yet. */
    public long endSample() {
        throw new UnsupportedOperationException();
    }

    /**
     * When the packet with this sample left.
     *
     * @throws IllegalArgumentException when it is not remembered, or has not left
     */
    public long sentNanos(long sample8k) {
        throw new UnsupportedOperationException();
    }

    /** The sample itself, as it was before it was encoded. */
    public short sample(long sample8k) {
        throw new UnsupportedOperationException();
    }
}
