package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * Frames of G.729, RFC 3551 §4.5.6: ten bytes for 10 ms each, at the end perhaps the two bytes of
 * annex B that say what the pause sounds like.
 */
public final class G729Payload {
    public static final int FRAME = 10;
    public static final int FRAME_SAMPLES = 80;
    public static final int SID = 2;

    /** dB of the lowest gains; from then on they rise by 2 dB (G.729 annex B, §4.3). */
    private static final int[] LOW_GAINS = {-12, -4, 0, 4, 8, 12};

    private static final int FIRST_EVEN_GAIN = 16;

    private G729Payload() {}

    /**
     * How many frames of speech there are.
     *
     * @throws ProtocolException MALFORMED
     */
    public static int frames(int length) {
        int rest = length % FRAME;
        if (length == 0 || (rest != 0 && rest != SID)) {
            throw new ProtocolException(Fault.MALFORMED, "G.729: " + length + " bytes");
        }
        return length / FRAME;
    }

    /** Whether the last frame is one of annex B. */
    public static boolean endsInPause(int length) {
        return length % FRAME == SID;
    }

    /**
     * The noise of a frame of annex B: |1 switch|5 + 4 spectrum|5 gain|0|. White: the spectrum is
     * one of speech that we do not decode. The gain is that of the excitation, and the codec works
     * at half the level of its input.
     */
    public static ComfortNoise noise(byte[] bytes, int offset) {
        int index = bytes[offset + 1] >> 1 & 0x1F;
        int decibels =
                index < LOW_GAINS.length
                        ? LOW_GAINS[index]
                        : FIRST_EVEN_GAIN + 2 * (index - LOW_GAINS.length);
        return ComfortNoise.white(2 * Math.pow(10, decibels / 20.0));
    }
}
