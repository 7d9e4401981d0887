package io.sipcast.media;

import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/** The samples of one packet, on the sender's clock. Owned by whoever has it. */
final class AudioFrame {
    private final long timestamp;
    private final int clockHz;
    private final long arrivalNanos;
    private final boolean restarted;
    private final int sampleRateHz;
    private final short[] samples;
    private final @Nullable ComfortNoise pause;

    /**
     * @param timestamp RTP time of the first sample: 32 bits, unsigned
     * @param clockHz ticks of that time in a second; the sample rate is a multiple
     * @param arrivalNanos when its packet came, on the gateway's clock
     * @param restarted whether the timestamps before it say nothing about its own
     * @param pause what is heard from here on until more comes; null: nothing is meant to be
     *     missing
     */
    AudioFrame(
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            int sampleRateHz,
            short[] samples,
            @Nullable ComfortNoise pause) {
        this.timestamp = timestamp;
        this.clockHz = clockHz;
        this.arrivalNanos = arrivalNanos;
        this.restarted = restarted;
        this.sampleRateHz = sampleRateHz;
        this.samples = samples;
        this.pause = pause;
    }

    AudioFrame(
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            int sampleRateHz,
            short[] samples) {
        this(timestamp, clockHz, arrivalNanos, restarted, sampleRateHz, samples, null);
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

    @Nullable ComfortNoise pause() {
        return pause;
    }
}
