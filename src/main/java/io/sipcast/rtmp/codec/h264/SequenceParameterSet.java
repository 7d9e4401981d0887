package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * What a gateway needs of a sequence parameter set, ITU-T H.264 §7.3.2.1.1.
 *
 * @param constraints the byte between profile and level
 * @param chromaFormat 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
 * @param width in luma samples, cropped
 * @param height in luma samples, cropped
 * @param reorderFrames how many frames may precede one in decoding and follow it in display (B
 *     pictures); -1 when that is not said
 * @param slices how the headers of its slices are written
 */
public record SequenceParameterSet(
        int id,
        int profile,
        int constraints,
        int level,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        int reorderFrames,
        SliceSyntax slices) {
    private static final int BASELINE = 66;
    private static final int MAX_ID = 31;
    private static final int MAX_SIDE = 16_384; // no level allows more than 16 880

    /**
     * Reads a NAL unit, its header byte included.
     *
     * @throws ProtocolException when it is no sequence parameter set, ends early, or holds a value
     *     that the specification forbids
     */
    public static SequenceParameterSet parse(byte[] nal) {
        if (nal.length < 5 || NalType.of(nal[0]) != NalType.SPS) {
            throw new ProtocolException(Fault.MALFORMED, "no SPS: " + nal.length + " bytes");
        }
        return parse(new BitReader(EmulationPrevention.remove(nal, 1, nal.length)));
    }

    private static SequenceParameterSet parse(BitReader in) {
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        int id = atMost(MAX_ID, in.ue(), "seq_parameter_set_id");
        Samples samples = hasChroma(profile) ? Samples.read(in) : Samples.BASELINE;
        int frameNumBits = 4 + atMost(12, in.ue(), "log2_max_frame_num_minus4");
        PictureOrder order = PictureOrder.read(in);
        in.ue(); // max_num_ref_frames
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        long widthInBlocks = in.ue() + 1L;
        long heightInUnits = in.ue() + 1L;
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.skip(1); // mb_adaptive_frame_field_flag
        }
        in.skip(1); // direct_8x8_inference_flag
        Cropping crop = in.flag() ? Cropping.read(in) : Cropping.NONE;
        boolean mayReorder = profile != BASELINE && order.type() != 2;
        int reorderFrames = mayReorder ? Vui.reorderFrames(in) : 0;

        int fieldFactor = framesOnly ? 1 : 2;
        long width = widthInBlocks * 16 - crop.horizontal() * samples.cropUnitX();
        long height = (heightInUnits * 16 - crop.vertical() * samples.cropUnitY()) * fieldFactor;
        return new SequenceParameterSet(
                id,
                profile,
                constraints,
                level,
                samples.chromaFormat(),
                samples.depthLuma(),
                samples.depthChroma(),
                side(width),
                side(height),
                reorderFrames,
                new SliceSyntax(samples.separate(), frameNumBits, framesOnly, order));
    }

    /** Whether pictures may be sent in another order than they are shown. */
    public boolean reorders() {
        return reorderFrames != 0;
    }

    /** Whether this profile writes its chroma format, §7.3.2.1.1. */
    static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
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

    /** Crop offsets, in crop units, §7.4.2.1.1. */
    private record Cropping(long horizontal, long vertical) {
        static final Cropping NONE = new Cropping(0, 0);

        static Cropping read(BitReader in) {
            long left = in.ue();
            long right = in.ue();
            long top = in.ue();
            long bottom = in.ue();
            return new Cropping(left + right, top + bottom);
        }
    }

    /** Chroma format and bit depths, and the scaling lists that stand behind them. */
    private record Samples(int chromaFormat, boolean separate, int depthLuma, int depthChroma) {
        static final Samples BASELINE = new Samples(1, false, 8, 8);

        static Samples read(BitReader in) {
            int format = atMost(3, in.ue(), "chroma_format_idc");
            boolean separate = format == 3 && in.flag();
            int luma = 8 + atMost(6, in.ue(), "bit_depth_luma_minus8");
            int chroma = 8 + atMost(6, in.ue(), "bit_depth_chroma_minus8");
            in.skip(1); // qpprime_y_zero_transform_bypass_flag
            if (in.flag()) {
                skipScalingLists(in, format == 3 ? 12 : 8);
            }
            return new Samples(format, separate, luma, chroma);
        }

        /** SubWidthC, table 6-1; monochrome and separate planes crop by the luma sample. */
        int cropUnitX() {
            return !separate && (chromaFormat == 1 || chromaFormat == 2) ? 2 : 1;
        }

        int cropUnitY() {
            return !separate && chromaFormat == 1 ? 2 : 1;
        }

        private static void skipScalingLists(BitReader in, int lists) {
            for (int list = 0; list < lists; list++) {
                if (in.flag()) {
                    skipScalingList(in, list < 6 ? 16 : 64);
                }
            }
        }

        private static void skipScalingList(BitReader in, int size) {
            int last = 8;
            int next = 8;
            for (int i = 0; i < size && next != 0; i++) {
                next = (last + in.se()) & 0xFF;
                last = next == 0 ? last : next;
            }
        }
    }
}
