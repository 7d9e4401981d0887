package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;

/**
 * Opus packets in which nothing is heard: each frame is CELT's, full band, and says so in its first
 * symbol (RFC 6716 §4.3, silence).
 */
public final class SilentOpus {
    private static final int FULL_BAND = 28; // with 2.5 ms, then 5, 10 and 20
    private static final int SHORTEST_SAMPLES = OpusPacket.CLOCK_HZ / 400;
    private static final int LONGEST = 3;
    private static final int STEREO = 4;
    private static final int COUNTED = 3;
    private static final int FRAME_BYTES = 2;

    private SilentOpus() {}

    /** One that lasts as long as this packet and has its channels; 20 ms for one that is broken. */
    public static byte[] inPlaceOf(byte[] packet) {
        try {
            int samples = OpusPacket.samples(packet, 0, packet.length);
            return lasting(samples, packet[0] & STEREO);
        } catch (ProtocolException _) {
            return OpusPacket.silence();
        }
    }

    private static byte[] lasting(int samples, int stereo) {
        int length = LONGEST;
        while (samples % (SHORTEST_SAMPLES << length) != 0) {
            length--;
        }
        int count = samples / (SHORTEST_SAMPLES << length);
        int head = count == 1 ? 1 : 2;
        byte[] silent = new byte[head + count * FRAME_BYTES];
        silent[0] = (byte) ((FULL_BAND + length) << 3 | stereo | (count == 1 ? 0 : COUNTED));
        silent[head - 1] = count == 1 ? silent[0] : (byte) count; // of equal size, §3.2.5
        for (int at = head; at < silent.length; at += FRAME_BYTES) {
            silent[at] = (byte) 0xFF;
            silent[at + 1] = (byte) 0xFE;
        }
        return silent;
    }
}
