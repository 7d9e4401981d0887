package io.sipcast.media;

import io.sipcast.rtp.payload.L16;
import org.jspecify.annotations.Nullable;

/** Linear samples of one channel or two, as they are. */
final class L16Decoder implements AudioDecoder {
    private final int sampleRateHz;
    private final int channels;
    private short @Nullable [] side;

    private L16Decoder(int sampleRateHz, int channels) {
        this.sampleRateHz = sampleRateHz;
        this.channels = channels;
    }

    static AudioDecoder of(AudioPayload payload, int channels) {
        return new L16Decoder(payload.encoding().sampleRateHz(), channels);
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        short[] samples = L16.decode(bytes, offset, length, channels);
        if (channels == 1) {
            return samples;
        }
        side = MiddleAndSide.side(samples);
        return MiddleAndSide.middle(samples);
    }

    @Override
    public short @Nullable [] side() {
        return side;
    }
}
