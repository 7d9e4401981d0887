package io.sipcast.media;

/** Samples as they are, the high byte first: RFC 3551 §4.5.11. */
final class L16Encoder implements AudioPayloadEncoder {
    private final int sampleRateHz;

    L16Encoder(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public byte[] encode(short[] samples) {
        byte[] payload = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            payload[2 * i] = (byte) (samples[i] >> 8);
            payload[2 * i + 1] = (byte) samples[i];
        }
        return payload;
    }
}
