package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/** Linear samples of 16 bits, the high byte first, RFC 3551 §4.5.11. */
public final class L16 {
    private L16() {}

    /**
     * The samples of a payload; those of several channels take turns.
     *
     * @throws ProtocolException MALFORMED when a sample is cut in two, or one of a channel is
     *     missing
     */
    public static short[] decode(byte[] bytes, int offset, int length, int channels) {
        if (length % (2 * channels) != 0) {
            throw new ProtocolException(Fault.MALFORMED, "L16: " + length + " bytes");
        }
        short[] samples = new short[length / 2];
        for (int i = 0; i < samples.length; i++) {
            int at = offset + 2 * i;
            samples[i] = (short) ((bytes[at] << 8) | (bytes[at + 1] & 0xFF));
        }
        return samples;
    }
}
