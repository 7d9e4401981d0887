package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;

/**
 * How slices tell where their picture stands in the order of display, ITU-T H.264 §7.3.2.1.1.
 *
 * @param type pic_order_cnt_type, 0 to 2
 * @param lsbBits of pic_order_cnt_lsb, of type 0
 * @param deltaAlwaysZero of type 1: slices have no delta_pic_order_cnt
 */
public record PictureOrder(int type, int lsbBits, boolean deltaAlwaysZero) {
    static PictureOrder read(BitReader in) {
        int type = SequenceParameterSet.atMost(2, in.ue(), "pic_order_cnt_type");
        int lsbBits = 0;
        boolean deltaAlwaysZero = false;
        if (type == 0) {
            int more =
                    SequenceParameterSet.atMost(12, in.ue(), "log2_max_pic_order_cnt_lsb_minus4");
            lsbBits = 4 + more;
        } else if (type == 1) {
            deltaAlwaysZero = in.flag();
            in.se();
            in.se();
            int cycle =
                    SequenceParameterSet.atMost(
                            255, in.ue(), "num_ref_frames_in_pic_order_cnt_cycle");
            for (int i = 0; i < cycle; i++) {
                in.se();
            }
        }
        return new PictureOrder(type, lsbBits, deltaAlwaysZero);
    }

    /** Reads over what an unpaired field or a frame has of it. */
    void skip(BitReader in, boolean alsoOfBottom) {
        if (type == 0) {
            in.skip(lsbBits);
            if (alsoOfBottom) {
                in.se();
            }
        } else if (type == 1 && !deltaAlwaysZero) {
            in.se();
            if (alsoOfBottom) {
                in.se();
            }
        }
    }
}
