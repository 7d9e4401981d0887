package io.sipcast.media;

import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/** The samples of one packet, on the sender's clock. Owned by whoever has it. */
final class AudioFrame {
    /** Where its samples are from. */
    enum Origin {
        /** Its own packet. */
        RECEIVED,
        /** The packet after the lost one, which had them again. */
        RECOVERED,
        /** Nowhere: the codec made them up in place of lost ones. */
        CONCEALED,
        /** Nowhere: the codec's comfort noise for the time in which the sender sends nothing. */
        PAUSE
    }

    private static final short[] NOTHING = {};

    private final Origin origin;
    private final long timestamp;
    private final int clockHz;
    private final long arrivalNanos;
    private final boolean restarted;
    private final boolean afterPause;
    private final int sampleRateHz;
    private final short[] samples;
    private final short @Nullable [] side;
    private final @Nullable ComfortNoise pause;
    private final byte @Nullable [] packet;
    private final int length;
    private final @Nullable OrderedPacket undecoded;

    /**
     * @param timestamp RTP time of the first sample: 32 bits, unsigned
     * @param clockHz ticks of that time in a second; the sample rate is a multiple
     * @param arrivalNanos when its packet came, or the one that showed that it is lost, on the
     *     gateway's clock
     * @param restarted whether the timestamps before it say nothing about its own
     * @param afterPause whether nothing was lost before it: what is missing was never sent
     * @param side as {@link Pcm#side()}
     * @param pause what is heard from here on until more comes; null: nothing is meant to be
     *     missing
     * @param packet as {@link Pcm#packet()}
     */
    AudioFrame(
            Origin origin,
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            boolean afterPause,
            int sampleRateHz,
            short[] samples,
            short @Nullable [] side,
            @Nullable ComfortNoise pause,
            byte @Nullable [] packet) {
        this.origin = origin;
        this.timestamp = timestamp;
        this.clockHz = clockHz;
        this.arrivalNanos = arrivalNanos;
        this.restarted = restarted;
        this.afterPause = afterPause;
        this.sampleRateHz = sampleRateHz;
        this.samples = samples;
        this.side = side;
        this.pause = pause;
        this.packet = packet;
        this.length = samples.length;
        this.undecoded = null;
    }

    /** One whose packet nobody asks for. */
    AudioFrame(
            Origin origin,
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            boolean afterPause,
            int sampleRateHz,
            short[] samples,
            short @Nullable [] side,
            @Nullable ComfortNoise pause) {
        this(
                origin,
                timestamp,
                clockHz,
                arrivalNanos,
                restarted,
                afterPause,
                sampleRateHz,
                samples,
                side,
                pause,
                null);
    }

    /** A packet that has not been decoded, but is known to hold so many samples. */
    AudioFrame(
            OrderedPacket undecoded, int clockHz, boolean restarted, int sampleRateHz, int length) {
        this.origin = Origin.RECEIVED;
        this.timestamp = undecoded.packet().timestamp();
        this.clockHz = clockHz;
        this.arrivalNanos = undecoded.packet().arrivalNanos();
        this.restarted = restarted;
        this.afterPause = false;
        this.sampleRateHz = sampleRateHz;
        this.samples = NOTHING;
        this.side = null;
        this.pause = null;
        this.packet = null;
        this.length = length;
        this.undecoded = undecoded;
    }

    /** One that came as it is. */
    AudioFrame(
            long timestamp,
            int clockHz,
            long arrivalNanos,
            boolean restarted,
            int sampleRateHz,
            short[] samples) {
        this(
                Origin.RECEIVED,
                timestamp,
                clockHz,
                arrivalNanos,
                restarted,
                false,
                sampleRateHz,
                samples,
                null,
                null);
    }

    Origin origin() {
        return origin;
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

    boolean afterPause() {
        return afterPause;
    }

    int sampleRateHz() {
        return sampleRateHz;
    }

    /** How many samples it has, or would have once it is decoded. */
    int length() {
        return length;
    }

    /** What it is to be decoded from; null where it has been. */
    @Nullable OrderedPacket undecoded() {
        return undecoded;
    }

    short[] samples() {
        return samples;
    }

    short @Nullable [] side() {
        return side;
    }

    @Nullable ComfortNoise pause() {
        return pause;
    }

    byte @Nullable [] packet() {
        return packet;
    }
}
