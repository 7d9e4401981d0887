package io.sipcast.media;

/** The samples of one packet, on the sender's clock. Owned by whoever has it. */
final class AudioFrame {
    private final long timestamp;
    private final long arrivalNanos;
    private final boolean restarted;
    private final short[] samples;

    /**
     * @param timestamp RTP time of the first sample: 32 bits, unsigned, one tick a sample
     * @param arrivalNanos when its packet came, on the gateway's clock
     * @param restarted whether the timestamps before it say nothing about its own
     */
    AudioFrame(long timestamp, long arrivalNanos, boolean restarted, short[] samples) {
        this.timestamp = timestamp;
        this.arrivalNanos = arrivalNanos;
        this.restarted = restarted;
        this.samples = samples;
    }

    long timestamp() {
        return timestamp;
    }

    long arrivalNanos() {
        return arrivalNanos;
    }

    boolean restarted() {
        return restarted;
    }

    short[] samples() {
        return samples;
    }
}
