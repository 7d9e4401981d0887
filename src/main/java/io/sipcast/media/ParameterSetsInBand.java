package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the parameter sets of a format before each of its key frames that has none itself. */
final class ParameterSetsInBand {
    private static final int LENGTH_SIZE = 4;

    private Format.@Nullable Video format;
    private byte[] sets = {};

    /** The key frame with its parameter sets: a new array, or the picture itself. */
    byte[] before(byte[] picture, Format.Video of) {
        if (hasSets(picture)) {
            return picture;
        }
        if (!of.equals(format)) {
            format = of;
            sets = sets(of);
        }
        byte[] whole = Arrays.copyOf(sets, sets.length + picture.length);
        System.arraycopy(picture, 0, whole, sets.length, picture.length);
        return whole;
    }

    private static boolean hasSets(byte[] picture) {
        return Avcc.split(picture, LENGTH_SIZE).stream()
                .anyMatch(nal -> nal.length > 0 && NalType.of(nal[0]) == NalType.SPS);
    }

    private static byte[] sets(Format.Video of) {
        DecoderConfiguration known = DecoderConfiguration.parse(of.configuration());
        List<byte[]> nals = new ArrayList<>();
        known.sequenceSets().stream().map(Bytes::toArray).forEach(nals::add);
        known.pictureSets().stream().map(Bytes::toArray).forEach(nals::add);
        return Avcc.join(nals);
    }
}
