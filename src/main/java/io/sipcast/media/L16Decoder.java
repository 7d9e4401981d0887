package io.sipcast.media;

import io.sipcast.rtp.payload.L16;

/** Linear samples, as they are. */
final class L16Decoder implements AudioDecoder {
    private final int sampleRateHz;
    private final int channels;

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
        return L16.decode(bytes, offset, length, channels);
    }
}
