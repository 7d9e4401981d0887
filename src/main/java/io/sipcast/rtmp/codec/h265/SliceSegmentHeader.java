package io.sipcast.rtmp.codec.h265;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.codec.h264.EmulationPrevention;

/**
 * The start of a slice segment, ITU-T H.265 §7.3.6.1.
 *
 * @param first whether it is the first of its picture
 * @param pictureParameterSetId what it needs to be decoded
 */
public record SliceSegmentHeader(boolean first, int pictureParameterSetId) {
    private static final int ENOUGH = 20;

    /**
     * Reads the slice in {@code bytes} from {@code from}, its NAL header included, to {@code to}.
     *
     * @throws ProtocolException when it is no slice, or its header ends early
     */
    public static SliceSegmentHeader parse(byte[] bytes, int from, int to) {
        int start = from + H265NalType.HEADER_SIZE;
        if (to < start || H265NalType.of(bytes[from]) > H265NalType.LAST_SLICE) {
            throw new ProtocolException(Fault.MALFORMED, "no slice segment");
        }
        int end = Math.min(to, from + ENOUGH);
        BitReader in = new BitReader(EmulationPrevention.remove(bytes, start, end));
        boolean first = in.flag();
        if (H265NalType.isRandomAccess(H265NalType.of(bytes[from]))) {
            in.skip(1); // no_output_of_prior_pics_flag
        }
        return new SliceSegmentHeader(first, in.ue());
    }
}
