package io.sipcast.rtmp.codec.h265;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * HEVCDecoderConfigurationRecord ("hvcC"), ISO/IEC 14496-15 §8.3.3.1, for NAL units behind lengths
 * of four bytes.
 *
 * <pre>
 * version 1 | profile, tier and level 96 bits | 1111 segmentation 12 | 111111 parallelism 2 |
 * 111111 chroma 2 | 11111 luma-8 3 | 11111 chroma-8 3 | frame rate 16 | constant 2, layers 3,
 * nested 1, lengthSize-1 2 | arrays 8 | (complete 1, 0, type 6 | count 16 | (size 16, NAL)*)*
 * </pre>
 *
 * @param videoSets NAL units; at least one of each kind
 * @param sequenceSets NAL units
 * @param pictureSets NAL units
 */
public record DecoderConfiguration(
        List<Bytes> videoSets, List<Bytes> sequenceSets, List<Bytes> pictureSets) {
    private static final int VERSION = 1;
    private static final int FIXED_SIZE = 23;
    private static final int ARRAY_SIZE = 3;
    private static final int LENGTH_SIZE = 4;

    public DecoderConfiguration {
        videoSets = List.copyOf(videoSets);
        sequenceSets = List.copyOf(sequenceSets);
        pictureSets = List.copyOf(pictureSets);
        if (videoSets.isEmpty() || sequenceSets.isEmpty() || pictureSets.isEmpty()) {
            throw new IllegalArgumentException("a kind of parameter set is missing");
        }
    }

    /** The first sequence parameter set: the one that names profile, level and size. */
    public SequenceParameterSet parameters() {
        return SequenceParameterSet.parse(sequenceSets.getFirst().toArray());
    }

    /**
     * The record's bytes. Segmentation, parallelism and frame rate are left open; the arrays are
     * not called complete, as a stream may bring more picture parameter sets.
     */
    public Bytes print() {
        SequenceParameterSet sps = parameters();
        ByteBuffer out =
                ByteBuffer.allocate(
                        FIXED_SIZE + size(videoSets) + size(sequenceSets) + size(pictureSets));
        out.put((byte) VERSION)
                .put(sps.profile().toArray())
                .putShort((short) 0b1111_0000_0000_0000)
                .put((byte) 0b1111_1100)
                .put((byte) (0b1111_1100 | sps.chromaFormat()))
                .put((byte) (0b1111_1000 | (sps.bitDepthLuma() - 8)))
                .put((byte) (0b1111_1000 | (sps.bitDepthChroma() - 8)))
                .putShort((short) 0)
                .put(
                        (byte)
                                (sps.temporalLayers() << 3
                                        | (sps.temporalNesting() ? 0b100 : 0)
                                        | (LENGTH_SIZE - 1)))
                .put((byte) 3);
        put(H265NalType.VPS, videoSets, out);
        put(H265NalType.SPS, sequenceSets, out);
        put(H265NalType.PPS, pictureSets, out);
        return Bytes.copyOf(out.array());
    }

    /**
     * Reads a record. Arrays of other NAL units (SEI) are passed over.
     *
     * @throws ProtocolException when it is cut short, of another version, has lengths of other than
     *     four bytes, or lacks a kind of parameter set
     */
    public static DecoderConfiguration parse(Bytes record) {
        ByteBuffer in = ByteBuffer.wrap(record.toArray());
        try {
            return parse(in);
        } catch (BufferUnderflowException _) {
            throw new ProtocolException(Fault.TRUNCATED, "hvcC of " + record.size() + " bytes");
        }
    }

    private static DecoderConfiguration parse(ByteBuffer in) {
        int version = in.get();
        in.get(new byte[FIXED_SIZE - 3]); // said again by the SPS
        int lengthSize = (in.get() & 0b11) + 1;
        if (version != VERSION || lengthSize != LENGTH_SIZE) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED,
                    "hvcC version " + version + ", lengths of " + lengthSize + " bytes");
        }
        List<Bytes> video = new ArrayList<>();
        List<Bytes> sequence = new ArrayList<>();
        List<Bytes> picture = new ArrayList<>();
        int arrays = in.get() & 0xFF;
        for (int i = 0; i < arrays; i++) {
            int type = in.get() & 0x3F;
            List<Bytes> nals = take(in);
            switch (type) {
                case H265NalType.VPS -> video.addAll(nals);
                case H265NalType.SPS -> sequence.addAll(nals);
                case H265NalType.PPS -> picture.addAll(nals);
                default -> {}
            }
        }
        if (video.isEmpty() || sequence.isEmpty() || picture.isEmpty()) {
            throw new ProtocolException(Fault.MALFORMED, "hvcC without VPS, SPS or PPS");
        }
        return new DecoderConfiguration(video, sequence, picture);
    }

    private static List<Bytes> take(ByteBuffer in) {
        int count = in.getShort() & 0xFFFF;
        List<Bytes> nals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] nal = new byte[in.getShort() & 0xFFFF];
            in.get(nal);
            nals.add(Bytes.copyOf(nal));
        }
        return nals;
    }

    private static void put(int type, List<Bytes> nals, ByteBuffer out) {
        out.put((byte) type).putShort((short) nals.size());
        for (Bytes nal : nals) {
            out.putShort((short) nal.size()).put(nal.toArray());
        }
    }

    private static int size(List<Bytes> nals) {
        return ARRAY_SIZE + nals.stream().mapToInt(nal -> 2 + nal.size()).sum();
    }
}
