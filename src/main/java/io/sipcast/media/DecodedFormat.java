package io.sipcast.media;

import io.sipcast.media.AudioFrame.Origin;
import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/** What a payload type stands for, and who decodes it once one has come. */
final class DecodedFormat implements AutoCloseable {
    private final AudioCodecs codecs;
    private final AudioPayload payload;
    private @Nullable AudioDecoder decoder;

    DecodedFormat(AudioCodecs codecs, AudioPayload payload) {
        this.codecs = codecs;
        this.payload = payload;
    }

    AudioPayload payload() {
        return payload;
    }

    AudioDecoder decoder() {
        AudioDecoder opened = decoder;
        if (opened == null) {
            opened = codecs.decoder(payload);
            decoder = opened;
        }
        return opened;
    }

    int sampleRateHz() {
        return decoder().sampleRateHz();
    }

    /** Of the RTP clock. */
    int samplesPerTick() {
        return sampleRateHz() / payload.encoding().clockHz();
    }

    /** A frame with nothing special before it. */
    AudioFrame frame(Origin origin, long timestamp, long arrivalNanos, short[] samples) {
        return frame(origin, timestamp, arrivalNanos, false, false, samples, null, null);
    }

    /** Of samples that the decoder gave last. */
    AudioFrame frame(
            Origin origin,
            long timestamp,
            long arrivalNanos,
            boolean restarted,
            boolean afterPause,
            short[] samples,
            @Nullable ComfortNoise pause,
            byte @Nullable [] packet) {
        return new AudioFrame(
                origin,
                timestamp & 0xFFFF_FFFFL,
                payload.encoding().clockHz(),
                arrivalNanos,
                restarted,
                afterPause,
                sampleRateHz(),
                samples,
                decoder().side(),
                pause,
                packet);
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
