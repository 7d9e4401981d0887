package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * The two numbers that tie a picture parameter set in, ITU-T H.264 §7.3.2.2.
 *
 * @param id what slices call it by
 * @param sequenceId the sequence parameter set that it builds on
 */
public record PictureParameterSet(int id, int sequenceId) {
    private static final int MAX_ID = 255;
    private static final int MAX_SEQUENCE_ID = 31;

    /**
     * Reads a NAL unit, its header byte included.
     *
     * @throws ProtocolException when it is no picture parameter set or ends early
     */
    public static PictureParameterSet parse(byte[] nal) {
        if (nal.length < 2 || NalType.of(nal[0]) != NalType.PPS) {
            throw new ProtocolException(Fault.MALFORMED, "no PPS: " + nal.length + " bytes");
        }
        BitReader in = new BitReader(EmulationPrevention.remove(nal, 1, nal.length));
        return new PictureParameterSet(
                SequenceParameterSet.atMost(MAX_ID, in.ue(), "pic_parameter_set_id"),
                SequenceParameterSet.atMost(MAX_SEQUENCE_ID, in.ue(), "seq_parameter_set_id"));
    }
}
