package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * AVCDecoderConfigurationRecord ("avcC"), ISO/IEC 14496-15 §5.3.3.1.
 *
 * <pre>
 * version 1 | profile | constraints | level | 111111 lengthSize-1 | 111 count | (size16 SPS)* |
 * count | (size16 PPS)* | for High profiles: 111111 chroma | 11111 luma-8 | 11111 chroma-8 | count 0
 * </pre>
 *
 * @param lengthSize bytes of a NAL unit's length prefix: 1, 2 or 4
 * @param sequenceSets NAL units; at least one
 * @param pictureSets NAL units
 */
public record DecoderConfiguration(
        int lengthSize, List<Bytes> sequenceSets, List<Bytes> pictureSets) {
    private static final int VERSION = 1;

    public DecoderConfiguration {
        sequenceSets = List.copyOf(sequenceSets);
        pictureSets = List.copyOf(pictureSets);
        if (sequenceSets.isEmpty() || sequenceSets.size() > 31 || pictureSets.size() > 255) {
            throw new IllegalArgumentException(
                    sequenceSets.size() + " SPS, " + pictureSets.size() + " PPS");
        }
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("length of " + lengthSize + " bytes");
        }
    }

    /** The first sequence parameter set: the one that names profile, level and size. */
    public SequenceParameterSet parameters() {
        return SequenceParameterSet.parse(sequenceSets.getFirst().toArray());
    }

    /** The record's bytes. */
    public Bytes print() {
        SequenceParameterSet sps = parameters();
        boolean high = SequenceParameterSet.hasChroma(sps.profile());
        ByteBuffer out =
                ByteBuffer.allocate(7 + size(sequenceSets) + size(pictureSets) + (high ? 4 : 0));
        out.put((byte) VERSION)
                .put((byte) sps.profile())
                .put((byte) sps.constraints())
                .put((byte) sps.level())
                .put((byte) (0b1111_1100 | (lengthSize - 1)))
                .put((byte) (0b1110_0000 | sequenceSets.size()));
        put(sequenceSets, out);
        out.put((byte) pictureSets.size());
        put(pictureSets, out);
        if (high) {
            out.put((byte) (0b1111_1100 | sps.chromaFormat()))
                    .put((byte) (0b1111_1000 | (sps.bitDepthLuma() - 8)))
                    .put((byte) (0b1111_1000 | (sps.bitDepthChroma() - 8)))
                    .put((byte) 0); // no SPS extension
        }
        return Bytes.copyOf(out.array());
    }

    /**
     * Reads a record. What follows the parameter sets is implied by them and passed over.
     *
     * @throws ProtocolException when it is cut short, of another version, or without an SPS
     */
    public static DecoderConfiguration parse(Bytes record) {
        ByteBuffer in = ByteBuffer.wrap(record.toArray());
        try {
            return parse(in);
        } catch (BufferUnderflowException _) {
            throw new ProtocolException(Fault.TRUNCATED, "avcC of " + record.size() + " bytes");
        }
    }

    private static DecoderConfiguration parse(ByteBuffer in) {
        int version = in.get();
        if (version != VERSION) {
            throw new ProtocolException(Fault.UNSUPPORTED, "avcC version " + version);
        }
        in.get(); // profile, constraints and level are the SPS's
        in.getShort();
        int lengthSize = (in.get() & 0b11) + 1;
        List<Bytes> sequenceSets = take(in, in.get() & 0b1_1111);
        List<Bytes> pictureSets = take(in, in.get() & 0xFF);
        if (sequenceSets.isEmpty() || lengthSize == 3) {
            throw new ProtocolException(Fault.MALFORMED, "avcC without SPS, or lengths of 3 bytes");
        }
        return new DecoderConfiguration(lengthSize, sequenceSets, pictureSets);
    }

    private static List<Bytes> take(ByteBuffer in, int count) {
        List<Bytes> nals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] nal = new byte[in.getShort() & 0xFFFF];
            in.get(nal);
            nals.add(Bytes.copyOf(nal));
        }
        return nals;
    }

    private static void put(List<Bytes> nals, ByteBuffer out) {
        for (Bytes nal : nals) {
            out.putShort((short) nal.size()).put(nal.toArray());
        }
    }

    private static int size(List<Bytes> nals) {
        return nals.stream().mapToInt(nal -> 2 + nal.size()).sum();
    }
}
