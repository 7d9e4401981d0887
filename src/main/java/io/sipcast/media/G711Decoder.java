package io.sipcast.media;

import io.sipcast.rtp.payload.G711;

/** A byte a sample, in tables. */
final class G711Decoder implements AudioDecoder {
    private final G711 law;

    G711Decoder(G711 law) {
        this.law = law;
    }

    @Override
    public int sampleRateHz() {
        return G711.SAMPLE_RATE_HZ;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        short[] samples = new short[length];
        law.decode(bytes, offset, samples);
        return samples;
    }
}
