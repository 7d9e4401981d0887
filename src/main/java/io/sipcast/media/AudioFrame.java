package io.sipcast.media;

/** The samples of one packet, on the sender's clock. Owned by whoever has it. */
final class AudioFrame {
    private final long timestamp;
    private final int clockHz;
    private final long arrivalNanos;
    private final boolean restarted;
    private final int sampleRateHz;
    private final short[] samples;

    /**
     * @param timestamp RTP time of the first sample: 32 bits, unsigned
     * @param clockHz ticks of that time in a second; the sample rate is a multiple
     * @param arrivalNanos when its packet came, on the gateway's clock
     * @param restarted whether the timestamps before it say nothing about its own
     */
    AudioFrame(
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            int sampleRateHz,
            short[] samples) {
        this.timestamp = timestamp;
        this.clockHz = clockHz;
        this.arrivalNanos = arrivalNanos;
        this.restarted = restarted;
        this.sampleRateHz = sampleRateHz;
        this.samples = samples;
    }

    long timestamp() {
        return timestamp;
    }

    int clockHz() {
        return clockHz;
    }

    long arrivalNanos() {
        return arrivalNanos;
    }

    boolean restarted() {
        return restarted;
    }

    int sampleRateHz() {
        return sampleRateHz;
    }

    short[] samples() {
        return samples;
    }
}
