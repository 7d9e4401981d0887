package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;

/** Video usability information, ITU-T H.264 §E.1.1: read for its word on reordering alone. */
final class Vui {
    private static final int EXTENDED_SAR = 255;

    private Vui() {}

    /**
     * max_num_reorder_frames, or -1 when nothing is said. Many encoders write the VUI wrongly or
     * cut it short, and a decoder can do without it.
     */
    static int reorderFrames(BitReader in) {
        try {
            return in.flag() ? read(in) : -1;
        } catch (ProtocolException _) {
            return -1;
        }
    }

    private static int read(BitReader in) {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32); // sar_width, sar_height
        }
        if (in.flag()) {
            in.skip(1); // overscan_appropriate_flag
        }
        if (in.flag()) {
            in.skip(4); // video_format, video_full_range_flag
            if (in.flag()) {
                in.skip(24); // colours
            }
        }
        if (in.flag()) {
            in.ue(); // chroma_sample_loc_type_top_field
            in.ue();
        }
        if (in.flag()) {
            in.skip(65); // num_units_in_tick, time_scale, fixed_frame_rate_flag
        }
        boolean nal = skipHrd(in);
        boolean vcl = skipHrd(in);
        if (nal || vcl) {
            in.skip(1); // low_delay_hrd_flag
        }
        in.skip(1); // pic_struct_present_flag
        return in.flag() ? readReorderFrames(in) : -1;
    }

    private static boolean skipHrd(BitReader in) {
        if (!in.flag()) {
            return false;
        }
        int schedules = SequenceParameterSet.atMost(31, in.ue(), "cpb_cnt_minus1") + 1;
        in.skip(8); // bit_rate_scale, cpb_size_scale
        for (int i = 0; i < schedules; i++) {
            in.ue();
            in.ue();
            in.skip(1);
        }
        in.skip(20); // lengths of delays and time offset
        return true;
    }

    private static int readReorderFrames(BitReader in) {
        in.skip(1); // motion_vectors_over_pic_boundaries_flag
        for (int i = 0; i < 4; i++) {
            in.ue(); // max_bytes_per_pic_denom to log2_max_mv_length_vertical
        }
        return in.ue();
    }
}
