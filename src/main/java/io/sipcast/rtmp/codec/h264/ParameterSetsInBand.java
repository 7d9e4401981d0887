package io.sipcast.rtmp.codec.h264;

import io.sipcast.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the parameter sets of a configuration before each key frame that has none itself. */
public final class ParameterSetsInBand {
    private static final int LENGTH_SIZE = 4;

    private Bytes configuration = Bytes.EMPTY;
    private byte[] sets = {};

    /**
     * A key frame with its parameter sets: a new array, or the picture itself.
     *
     * @param picture whose NAL units stand behind lengths of four bytes
     * @param of its avcC
     * @throws io.sipcast.bytes.ProtocolException when one of them can't be read
     */
    public byte[] before(byte[] picture, Bytes of) {
        if (hasSets(picture)) {
            return picture;
        }
        if (!of.equals(configuration)) {
            sets = sets(of);
            configuration = of;
        }
        byte[] whole = Arrays.copyOf(sets, sets.length + picture.length);
        System.arraycopy(picture, 0, whole, sets.length, picture.length);
        return whole;
    }

    private static boolean hasSets(byte[] picture) {
        return Avcc.split(picture, LENGTH_SIZE).stream()
                .anyMatch(nal -> nal.length > 0 && NalType.of(nal[0]) == NalType.SPS);
    }

    private static byte[] sets(Bytes of) {
        DecoderConfiguration known = DecoderConfiguration.parse(of);
        List<byte[]> nals = new ArrayList<>();
        known.sequenceSets().stream().map(Bytes::toArray).forEach(nals::add);
        known.pictureSets().stream().map(Bytes::toArray).forEach(nals::add);
        return Avcc.join(nals);
    }
}
