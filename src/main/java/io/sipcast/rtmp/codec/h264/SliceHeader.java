package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * The start of a slice, ITU-T H.264 §7.3.3.
 *
 * @param firstMacroblock 0 where a picture begins
 * @param type 0 to 9, table 7-6
 * @param pictureParameterSetId what it needs to be decoded
 */
public record SliceHeader(int firstMacroblock, int type, int pictureParameterSetId) {
    /** Three Exp-Golomb codes of at most 63 bits, emulation prevention included. */
    private static final int ENOUGH = 40;

    /**
     * Reads the slice in {@code bytes} from {@code from}, its NAL header included, to {@code to}.
     *
     * @throws ProtocolException when it is no slice, or its header ends early
     */
    public static SliceHeader parse(byte[] bytes, int from, int to) {
        int type = to > from ? NalType.of(bytes[from]) : 0;
        if (type != NalType.SLICE && type != NalType.PARTITION_A && type != NalType.IDR) {
            throw new ProtocolException(Fault.MALFORMED, "NAL type " + type + " is no slice");
        }
        int end = Math.min(to, from + ENOUGH);
        BitReader in = new BitReader(EmulationPrevention.remove(bytes, from + 1, end));
        return new SliceHeader(in.ue(), in.ue(), in.ue());
    }
}
