package io.sipcast.rtp.payload;

/**
 * What the header of a VP8 frame says of those that follow, RFC 6386 §9.3 to §9.11 and §19.2.
 *
 * <p>The payload descriptor says it too, in its N bit, but not all senders mean it: baresip sets it
 * on every frame but key frames.
 */
final class Vp8FrameHeader {
    /** Of a frame that is no key frame. */
    private static final int TAG_SIZE = 3;

    private static final int QUANTIZER_DELTAS = 5;

    private Vp8FrameHeader() {}

    /**
     * Whether a frame leaves nothing behind that another one could need: no reference, no
     * probabilities, no segments, no filter levels.
     *
     * @param bytes of the frame from its beginning on
     * @param size how many of them have come; false when they do not tell
     */
    static boolean leavesNothing(byte[] bytes, int size) {
        if (size <= TAG_SIZE || Vp8Frame.isKey(bytes)) {
            return false;
        }
        var in = new BoolDecoder(bytes, TAG_SIZE, size);
        boolean nothing = !changesSegments(in) && !changesFilter(in) && !changesReferences(in);
        return nothing && in.within();
    }

    private static boolean changesSegments(BoolDecoder in) {
        boolean enabled = in.flag();
        return enabled
                && in.bits(2) != 0; // update_mb_segmentation_map, update_segment_feature_data
    }

    private static boolean changesFilter(BoolDecoder in) {
        in.bits(1 + 6 + 3); // filter_type, loop_filter_level, sharpness_level
        boolean adjusted = in.flag();
        return adjusted && in.flag(); // mode_ref_lf_delta_update
    }

    private static boolean changesReferences(BoolDecoder in) {
        in.bits(2 + 7); // log2_nbr_of_dct_partitions, y_ac_qi
        for (int i = 0; i < QUANTIZER_DELTAS; i++) {
            if (in.flag()) {
                in.bits(4 + 1);
            }
        }
        boolean golden = in.flag();
        boolean alternate = in.flag();
        boolean copied = !golden && in.bits(2) != 0;
        copied |= !alternate && in.bits(2) != 0;
        in.bits(2); // sign biases: each frame has its own
        boolean probabilities = in.flag();
        boolean last = in.flag();
        return golden || alternate || copied || probabilities || last;
    }
}
