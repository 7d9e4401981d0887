package io.sipcast.rtmp.codec.h265;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.codec.h264.EmulationPrevention;

/**
 * The two numbers that tie a picture parameter set in, ITU-T H.265 §7.3.2.3.
 *
 * @param id what slices call it by
 * @param sequenceId the sequence parameter set that it builds on
 */
public record PictureParameterSet(int id, int sequenceId) {
    private static final int MAX_ID = 63;
    private static final int MAX_SEQUENCE_ID = 15;

    /** Two Exp-Golomb codes of at most 63 bits, emulation prevention included. */
    private static final int ENOUGH = 28;

    /**
     * Reads a NAL unit, its header included.
     *
     * @throws ProtocolException when it is no picture parameter set or ends early
     */
    public static PictureParameterSet parse(byte[] nal) {
        if (nal.length < H265NalType.HEADER_SIZE || H265NalType.of(nal[0]) != H265NalType.PPS) {
            throw new ProtocolException(Fault.MALFORMED, "no PPS: " + nal.length + " bytes");
        }
        int end = Math.min(nal.length, ENOUGH);
        var in = new BitReader(EmulationPrevention.remove(nal, H265NalType.HEADER_SIZE, end));
        return new PictureParameterSet(
                SequenceParameterSet.atMost(MAX_ID, in.ue(), "pps_pic_parameter_set_id"),
                SequenceParameterSet.atMost(MAX_SEQUENCE_ID, in.ue(), "pps_seq_parameter_set_id"));
    }
}
