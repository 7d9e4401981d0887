package io.sipcast.media;

/**
 * Samples as they are, the high byte first: RFC 3551 §4.5.11. Where there are several channels, all
 * have the same.
 */
final class L16Encoder implements AudioPayloadEncoder {
    private final int sampleRateHz;
    private final int channels;

    L16Encoder(int sampleRateHz, int channels) {
        this.sampleRateHz = sampleRateHz;
        this.channels = channels;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public byte[] encode(short[] samples) {
        byte[] payload = new byte[2 * channels * samples.length];
        for (int i = 0; i < payload.length / 2; i++) {
            short sample = samples[i / channels];
            payload[2 * i] = (byte) (sample >> 8);
            payload[2 * i + 1] = (byte) sample;
        }
        return payload;
    }
}
