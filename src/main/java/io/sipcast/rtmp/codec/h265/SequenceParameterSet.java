package io.sipcast.rtmp.codec.h265;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.codec.h264.EmulationPrevention;

/**
 * What a gateway needs of a sequence parameter set, ITU-T H.265 §7.3.2.2.
 *
 * @param videoId the video parameter set that it builds on
 * @param temporalLayers how many there are at most
 * @param temporalNesting sps_temporal_id_nesting_flag
 * @param profile the twelve bytes of the general profile, tier and level, §7.3.3
 * @param chromaFormat 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
 * @param width in luma samples, cropped
 * @param height in luma samples, cropped
 * @param reorderPictures how many pictures may precede one in decoding and follow it in display
 */
public record SequenceParameterSet(
        int id,
        int videoId,
        int temporalLayers,
        boolean temporalNesting,
        Bytes profile,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        int reorderPictures) {
    private static final int PROFILE_SIZE = 12;
    private static final int MAX_ID = 15;
    private static final int MAX_SIDE = 16_384; // level 6.2 allows 16 888

    /**
     * Reads a NAL unit, its header included.
     *
     * @throws ProtocolException when it is no sequence parameter set, ends early, or holds a value
     *     that the specification forbids
     */
    public static SequenceParameterSet parse(byte[] nal) {
        if (nal.length < H265NalType.HEADER_SIZE || H265NalType.of(nal[0]) != H265NalType.SPS) {
            throw new ProtocolException(Fault.MALFORMED, "no SPS: " + nal.length + " bytes");
        }
        byte[] raw = EmulationPrevention.remove(nal, H265NalType.HEADER_SIZE, nal.length);
        return parse(raw, new BitReader(raw));
    }

    private static SequenceParameterSet parse(byte[] raw, BitReader in) {
        int videoId = in.bits(4);
        int layers = in.bits(3) + 1;
        boolean nesting = in.flag();
        in.skip(8L * PROFILE_SIZE);
        Bytes profile = Bytes.copyOf(raw, 1, 1 + PROFILE_SIZE);
        skipLayerProfiles(in, layers - 1);
        int id = atMost(MAX_ID, in.ue(), "sps_seq_parameter_set_id");
        int chroma = atMost(3, in.ue(), "chroma_format_idc");
        boolean separate = chroma == 3 && in.flag();
        long width = in.ue();
        long height = in.ue();
        if (in.flag()) {
            int unitX = !separate && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = !separate && chroma == 1 ? 2 : 1;
            width -= unitX * ((long) in.ue() + in.ue());
            height -= unitY * ((long) in.ue() + in.ue());
        }
        int luma = 8 + atMost(8, in.ue(), "bit_depth_luma_minus8");
        int colour = 8 + atMost(8, in.ue(), "bit_depth_chroma_minus8");
        atMost(12, in.ue(), "log2_max_pic_order_cnt_lsb_minus4");
        return new SequenceParameterSet(
                id,
                videoId,
                layers,
                nesting,
                profile,
                chroma,
                luma,
                colour,
                side(width),
                side(height),
                readReorder(in, layers));
    }

    /** Those of the sub-layers, §7.3.3: 88 bits of profile, 8 of level, where they are present. */
    private static void skipLayerProfiles(BitReader in, int subLayers) {
        int bits = 0;
        for (int i = 0; i < subLayers; i++) {
            bits += in.flag() ? 88 : 0;
            bits += in.flag() ? 8 : 0;
        }
        in.skip(bits + (subLayers > 0 ? 2L * (8 - subLayers) : 0));
    }

    /** For each sub-layer or for all at once; the last holds for the whole stream. */
    private static int readReorder(BitReader in, int layers) {
        int entries = in.flag() ? layers : 1;
        int reorder = 0;
        for (int i = 0; i < entries; i++) {
            in.ue(); // sps_max_dec_pic_buffering_minus1
            reorder = atMost(15, in.ue(), "sps_max_num_reorder_pics");
            in.ue(); // sps_max_latency_increase_plus1
        }
        return reorder;
    }

    static int atMost(int limit, int value, String field) {
        if (value > limit) {
            throw new ProtocolException(Fault.MALFORMED, field + " " + value);
        }
        return value;
    }

    private static int side(long samples) {
        if (samples <= 0 || samples > MAX_SIDE) {
            throw new ProtocolException(Fault.MALFORMED, "SPS with a side of " + samples);
        }
        return (int) samples;
    }
}
