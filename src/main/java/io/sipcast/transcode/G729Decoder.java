package io.sipcast.transcode;

import io.sipcast.media.AudioDecoder;
import io.sipcast.rtp.payload.ComfortNoise;
import io.sipcast.rtp.payload.G729Payload;
import org.jspecify.annotations.Nullable;

/** G.729 and its annex A. What annex B says of pauses is noise. */
final class G729Decoder implements AudioDecoder {
    private static final int SAMPLE_RATE_HZ = 8000;

    private final SampleReader reader =
            new SampleReader(SampleReader.of("g729", SAMPLE_RATE_HZ, 0, 0));
    private @Nullable ComfortNoise noise;

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        int frames = G729Payload.frames(length);
        reader.clear();
        for (int i = 0; i < frames; i++) {
            reader.decode(bytes, offset + i * G729Payload.FRAME, G729Payload.FRAME);
        }
        noise = null;
        if (G729Payload.endsInPause(length)) {
            noise = G729Payload.noise(bytes, offset + length - G729Payload.SID);
            reader.append(noise.next(G729Payload.FRAME_SAMPLES));
        }
        return reader.take();
    }

    @Override
    public @Nullable ComfortNoise pause() {
        return noise;
    }

    @Override
    public void reset() {
        noise = null;
        reader.reset();
    }

    @Override
    public void close() {
        reader.close();
    }
}
