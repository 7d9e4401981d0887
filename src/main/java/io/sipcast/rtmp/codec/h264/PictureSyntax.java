package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * What a picture parameter set says of the headers of slices, ITU-T H.264 §7.3.2.2.
 *
 * @param cabac entropy_coding_mode_flag
 * @param bottomOrder bottom_field_pic_order_in_frame_present_flag
 * @param deblocking deblocking_filter_control_present_flag
 * @param redundant redundant_pic_cnt_present_flag
 */
record PictureSyntax(
        int id, boolean cabac, boolean bottomOrder, boolean deblocking, boolean redundant) {
    /**
     * Reads a NAL unit, its header byte included.
     *
     * @throws ProtocolException UNSUPPORTED with slice groups, which baseline encoders alone know
     */
    static PictureSyntax parse(byte[] nal) {
        BitReader in = new BitReader(EmulationPrevention.remove(nal, 1, nal.length));
        int id = in.ue();
        in.ue(); // seq_parameter_set_id
        boolean cabac = in.flag();
        boolean bottomOrder = in.flag();
        if (in.ue() > 0) {
            throw new ProtocolException(Fault.UNSUPPORTED, "slice groups");
        }
        in.ue(); // num_ref_idx_l0_default_active_minus1
        in.ue();
        in.skip(1 + 2); // weighted_pred_flag, weighted_bipred_idc
        in.se(); // pic_init_qp_minus26
        in.se(); // pic_init_qs_minus26
        in.se(); // chroma_qp_index_offset
        boolean deblocking = in.flag();
        in.skip(1); // constrained_intra_pred_flag
        return new PictureSyntax(id, cabac, bottomOrder, deblocking, in.flag());
    }
}
