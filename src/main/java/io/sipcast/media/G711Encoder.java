package io.sipcast.media;

import io.sipcast.rtp.payload.G711;

/** A byte a sample; remembers nothing. */
final class G711Encoder implements AudioPayloadEncoder {
    private final G711 law;

    G711Encoder(G711 law) {
        this.law = law;
    }

    @Override
    public int sampleRateHz() {
        return G711.SAMPLE_RATE_HZ;
    }

    @Override
    public byte[] encode(short[] samples) {
        byte[] codes = new byte[samples.length];
        law.encode(samples, codes, 0);
        return codes;
    }
}
