package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/** Linear samples of 16 bits, the high byte first, RFC 3551 §4.5.11. */
public final class L16 {
    private L16() {}

    /**
     * The samples of a payload; those of several channels are mixed into one.
     *
     * @throws ProtocolException MALFORMED when a sample is cut in two
     */
    public static short[] decode(byte[] bytes, int offset, int length, int channels) {
        int step = 2 * channels;
        if (length % step != 0) {
            throw new ProtocolException(Fault.MALFORMED, "L16: " + length + " bytes");
        }
        short[] samples = new short[length / step];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int at = offset + i * step; at < offset + (i + 1) * step; at += 2) {
                sum += (short) ((bytes[at] << 8) | (bytes[at + 1] & 0xFF));
            }
            samples[i] = (short) (sum / channels);
        }
        return samples;
    }
}
