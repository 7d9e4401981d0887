package io.sipcast.transcode;

import io.sipcast.media.AudioDecoder;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.ComfortNoise;
import org.jspecify.annotations.Nullable;

/**
 * AMR and AMR-WB through OpenCORE's decoders, which know comfort noise; FFmpeg's own refuse it. A
 * frame of which there is no data is noise within a pause and concealed otherwise.
 */
final class AmrDecoder implements AudioDecoder {
    private final AmrPayload payload;
    private final SampleReader reader;
    private final int sampleRateHz;
    private boolean pausing;
    private @Nullable ComfortNoise noise;

    AmrDecoder(boolean wide, boolean octetAligned) {
        payload = new AmrPayload(wide, octetAligned);
        sampleRateHz = wide ? 16_000 : 8000;
        String name = wide ? "libopencore_amrwb" : "libopencore_amrnb";
        reader = new SampleReader(SampleReader.of(name, sampleRateHz, 0, 0));
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        reader.clear();
        payload.read(bytes, offset, length, this::frame);
        short[] samples = reader.take();
        noise = pausing ? ComfortNoise.like(samples) : null;
        return samples;
    }

    private void frame(int type, byte[] frame, int length) {
        if (type == payload.sid()) {
            pausing = true;
        } else if (type < payload.modes()) {
            pausing = false;
        }
        reader.decode(frame, 0, length);
    }

    @Override
    public @Nullable ComfortNoise pause() {
        return noise;
    }

    @Override
    public void reset() {
        pausing = false;
        noise = null;
        reader.reset();
    }

    @Override
    public void close() {
        reader.close();
    }
}
