package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.HexFormat;

/**
 * What an Opus packet says of itself before it is decoded, RFC 6716 §3. An RTP payload is one
 * packet, RFC 7587 §4.2.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * | config  |s| c |   mode, band and length of frames; stereo; how many frames
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class OpusPacket {
    /** Of every timestamp, and the highest rate of the sound. */
    public static final int CLOCK_HZ = 48_000;

    /** 120 ms, RFC 6716 §3.2.5. */
    public static final int MAX_SAMPLES = 5_760;

    private static final int MILLISECOND = CLOCK_HZ / 1000;
    private static final byte[] SILENCE = HexFormat.of().parseHex("f8fffe");

    private OpusPacket() {}

    /** 20 ms of silence, one channel, full band: for who takes any Opus at all. */
    public static byte[] silence() {
        return SILENCE.clone();
    }

    /**
     * How many samples a packet stands for, at 48 kHz and in each channel.
     *
     * @throws ProtocolException MALFORMED where there are none, or more than 120 ms
     */
    public static int samples(byte[] bytes, int offset, int length) {
        int samples = frames(bytes, offset, length) * frameSamples(bytes[offset]);
        if (samples == 0 || samples > MAX_SAMPLES) {
            throw new ProtocolException(
                    Fault.MALFORMED, "Opus packet of " + samples / MILLISECOND + " ms");
        }
        return samples;
    }

    /** Whether its one frame is empty: the sender pauses (DTX), RFC 6716 §3.2.1 and §3.1. */
    public static boolean isPause(byte[] bytes, int offset, int length) {
        return length <= 2 && (bytes[offset] & 3) == 0;
    }

    /** Samples in one frame of a packet that begins with this byte. */
    public static int frameSamples(byte toc) {
        int config = (toc & 0xFF) >> 3;
        if (config < 12) { // SILK
            return MILLISECOND * (config % 4 == 3 ? 60 : 10 << config % 4);
        }
        return config < 16 // hybrid, else CELT
                ? MILLISECOND * (10 << config % 2)
                : (MILLISECOND * 5 / 2) << config % 4;
    }

    /** Whether its sound, or the lower part of it, is SILK's, RFC 6716 §3.1. */
    public static boolean isSilk(byte toc) {
        return (toc & 0x80) == 0;
    }

    /** Its band: 0 for narrow, 1 medium, 2 wide, 3 super-wide, 4 full, RFC 6716 §3.1. */
    public static int band(byte toc) {
        int config = (toc & 0xFF) >> 3;
        if (config < 12) {
            return config / 4;
        }
        if (config < 16) {
            return config < 14 ? 3 : 4;
        }
        return config < 20 ? 0 : (config - 12) / 4; // CELT has no medium band
    }

    public static int channels(byte toc) {
        return (toc & 4) == 0 ? 1 : 2;
    }

    /**
     * Samples of the packet before this one that this one has again, at 48 kHz (LBRR, RFC 6716
     * §2.1.7 and §4.2.4): the length of one frame; 0 for none.
     */
    public static int redundantSamples(byte[] bytes, int offset, int length) {
        if (length < 2 || (bytes[offset] & 0x80) != 0) { // CELT has no such means
            return 0;
        }
        int samples = frameSamples(bytes[offset]);
        int first = firstFrame(bytes, offset, length);
        if (first < 0) {
            return 0;
        }
        int parts = Math.max(1, samples / (20 * MILLISECOND));
        int flags = bytes[first] & 0xFF; // VAD of each part, then LBRR, for each channel
        boolean mid = (flags >> (7 - parts) & 1) != 0;
        boolean side = channels(bytes[offset]) == 2 && (flags >> (6 - 2 * parts) & 1) != 0;
        return mid || side ? samples : 0;
    }

    private static int frames(byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw new ProtocolException(Fault.MALFORMED, "empty Opus packet");
        }
        return switch (bytes[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> {
                if (length < 2) {
                    throw new ProtocolException(Fault.MALFORMED, "Opus packet without its count");
                }
                yield bytes[offset + 1] & 0x3F;
            }
        };
    }

    /** Where the first frame begins, RFC 6716 §3.2; -1 where it is empty. */
    private static int firstFrame(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        return switch (bytes[offset] & 3) {
            case 0 -> at;
            case 1 -> length > 2 ? at : -1;
            case 2 -> bytes[at] == 0 ? -1 : afterSize(bytes, at, end);
            default -> firstOfMany(bytes, at, end);
        };
    }

    private static int firstOfMany(byte[] bytes, int countAt, int end) {
        int count = bytes[countAt] & 0x3F;
        boolean padded = (bytes[countAt] & 0x40) != 0;
        boolean variable = (bytes[countAt] & 0x80) != 0;
        int at = countAt + 1;
        int padding = 0;
        for (int size = 255; padded && size == 255 && at < end; at++) {
            size = bytes[at] & 0xFF;
            padding += size == 255 ? 254 : size;
        }
        int sizesAt = at;
        for (int i = 1; variable && i < count && at >= 0 && at < end; i++) {
            at = afterSize(bytes, at, end);
        }
        boolean empty = variable && count > 1 && sizesAt < end && bytes[sizesAt] == 0;
        return empty || at < 0 || at >= end - padding ? -1 : at;
    }

    /** A size takes a byte, or two from 252 on. */
    private static int afterSize(byte[] bytes, int at, int end) {
        int next = (bytes[at] & 0xFF) < 252 ? at + 1 : at + 2;
        return next < end ? next : -1;
    }
}
