package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * An IDR picture that is to be shown again. Two that follow one another must not have the same
 * {@code idr_pic_id}, ITU-T H.264 §7.4.3, or a decoder may take their slices for those of one
 * picture.
 */
public final class IdrPicture {
    /** Encoders count from 0 or go to and fro between 0 and 1. */
    private static final int ONE = 60_001;

    private static final int OTHER = 60_002;

    private final SliceSyntax sequence;
    private final List<PictureSyntax> pictureSets = new ArrayList<>();
    private final List<byte[]> nals;

    private IdrPicture(DecoderConfiguration configuration, byte[] picture) {
        sequence = configuration.parameters().slices();
        for (Bytes set : configuration.pictureSets()) {
            pictureSets.add(PictureSyntax.parse(set.toArray()));
        }
        nals = Avcc.split(picture, configuration.lengthSize());
    }

    /**
     * The picture twice, with two numbers that an encoder hardly uses: to be shown by turns.
     *
     * @param configuration an avcC
     * @param picture whose NAL units stand behind lengths of four bytes
     * @throws ProtocolException when it can't be read, or has what we know nothing of
     */
    public static List<byte[]> twice(Bytes configuration, byte[] picture) {
        var idr = new IdrPicture(DecoderConfiguration.parse(configuration), picture);
        return List.of(idr.with(ONE), idr.with(OTHER));
    }

    /**
     * A picture that is not taken for the one before it: itself, or with another number where both
     * have the same.
     *
     * @param configuration an avcC, that of both
     * @throws ProtocolException when one can't be read, or has what we know nothing of
     */
    public static byte[] after(byte[] before, Bytes configuration, byte[] picture) {
        DecoderConfiguration known = DecoderConfiguration.parse(configuration);
        var idr = new IdrPicture(known, picture);
        int id = idr.id();
        if (new IdrPicture(known, before).id() != id) {
            return picture;
        }
        return idr.with(id == ONE ? OTHER : ONE);
    }

    /** The picture with one number. */
    static byte[] with(int id, Bytes configuration, byte[] picture) {
        return new IdrPicture(DecoderConfiguration.parse(configuration), picture).with(id);
    }

    /** All slices of a picture have the same. */
    private int id() {
        byte[] slice =
                nals.stream()
                        .filter(nal -> nal.length > 0 && NalType.of(nal[0]) == NalType.IDR)
                        .findFirst()
                        .orElseThrow(() -> new ProtocolException(Fault.MALFORMED, "no IDR slice"));
        var in = new BitReader(EmulationPrevention.remove(slice, 1, slice.length));
        PictureSyntax _ = skipToId(in);
        return in.ue();
    }

    private byte[] with(int id) {
        List<byte[]> changed = new ArrayList<>(nals.size());
        for (byte[] nal : nals) {
            boolean slice = nal.length > 0 && NalType.of(nal[0]) == NalType.IDR;
            changed.add(slice ? slice(nal, id) : nal);
        }
        return Avcc.join(changed);
    }

    /** The header anew, and what is behind it moved to where it belongs then. */
    private byte[] slice(byte[] nal, int id) {
        byte[] raw = EmulationPrevention.remove(nal, 1, nal.length);
        var in = new BitReader(raw);
        PictureSyntax pictureSet = skipToId(in);
        var out = new RawBits(raw.length + 8);
        out.copy(raw, 0, position(raw, in));
        in.ue(); // idr_pic_id
        out.ue(id);
        int rest = position(raw, in);
        if (pictureSet.cabac()) {
            skipToEnd(in, pictureSet, (nal[0] & 0x60) != 0);
            int end = position(raw, in);
            out.copy(raw, rest, end);
            out.alignWithOnes(); // cabac_alignment_one_bit
            out.copy(raw, (end + 7) & ~7, 8 * raw.length);
        } else {
            out.copy(raw, rest, endOfData(raw));
        }
        byte[] slice = EmulationPrevention.insert(out.bytes());
        byte[] whole = new byte[1 + slice.length];
        whole[0] = nal[0];
        System.arraycopy(slice, 0, whole, 1, slice.length);
        return whole;
    }

    /** §7.3.3 up to idr_pic_id; the parameter set that the slice needs. */
    private PictureSyntax skipToId(BitReader in) {
        in.ue(); // first_mb_in_slice
        int type = in.ue() % 5;
        if (type != 2) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED, "an IDR picture's slice of type " + type);
        }
        int pictureSet = in.ue();
        in.skip((sequence.separatePlanes() ? 2 : 0) + sequence.frameNumBits());
        if (!sequence.framesOnly() && in.flag()) {
            throw new ProtocolException(Fault.UNSUPPORTED, "a slice of a field");
        }
        return pictureSets.stream()
                .filter(set -> set.id() == pictureSet)
                .findFirst()
                .orElseThrow(() -> new ProtocolException(Fault.MALFORMED, "a slice without PPS"));
    }

    /** §7.3.3 behind idr_pic_id, for a slice of type I. */
    private void skipToEnd(BitReader in, PictureSyntax pictureSet, boolean reference) {
        sequence.order().skip(in, pictureSet.bottomOrder());
        if (pictureSet.redundant()) {
            in.ue(); // redundant_pic_cnt
        }
        if (reference) {
            in.skip(2); // no_output_of_prior_pics_flag, long_term_reference_flag
        }
        in.se(); // slice_qp_delta
        if (pictureSet.deblocking() && in.ue() != 1) {
            in.se(); // slice_alpha_c0_offset_div2
            in.se();
        }
    }

    private static int position(byte[] raw, BitReader in) {
        return (int) (8L * raw.length - in.remaining());
    }

    /** Behind rbsp_stop_one_bit, the last bit that is set. */
    private static int endOfData(byte[] raw) {
        int last = raw.length - 1;
        while (last > 0 && raw[last] == 0) {
            last--;
        }
        return 8 * last + 8 - Integer.numberOfTrailingZeros((raw[last] & 0xFF) | 0x100);
    }
}
