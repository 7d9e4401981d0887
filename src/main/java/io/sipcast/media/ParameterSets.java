package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtmp.codec.h264.PictureParameterSet;
import io.sipcast.rtmp.codec.h264.RecoveryPoint;
import io.sipcast.rtmp.codec.h264.SequenceParameterSet;
import io.sipcast.rtmp.codec.h264.SliceHeader;
import io.sipcast.rtp.payload.AccessUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the parameter sets of the SDP and of the stream, and tells each picture's format. They take
 * effect with a key frame, and the format is a new one only when its bytes are.
 */
final class ParameterSets implements Stage<AccessUnit, Picture> {
    /** More than any encoder writes; nothing grows with what a peer sends. */
    private static final int MAX_BYTES = 1024;

    /** As many as avcC takes. */
    private static final int MAX_PICTURE_SETS = 255;

    private final SortedMap<Integer, Sequence> sequenceSets = new TreeMap<>();
    private final SortedMap<Integer, PictureSet> pictureSets = new TreeMap<>();
    private Format.@Nullable Video format;
    private int reorderFrames = -1;
    private int activePictureSet = -1;
    private boolean changed;
    private long refused;

    private record Sequence(Bytes nal, SequenceParameterSet parameters) {}

    private record PictureSet(Bytes nal, PictureParameterSet parameters) {}

    ParameterSets(List<Bytes> fromSdp) {
        add(fromSdp);
    }

    /** Takes {@code sprop-parameter-sets}; what is in the stream replaces them. */
    void add(List<Bytes> nals) {
        for (Bytes nal : nals) {
            if (nal.size() > 0) {
                take(NalType.of(nal.at(0)), nal);
            }
        }
    }

    /** What the last key frame needed. */
    Format.@Nullable Video format() {
        return format;
    }

    /** Parameter sets that could not be read. */
    long refused() {
        return refused;
    }

    @Override
    public void process(AccessUnit unit, Sink<? super Picture> out) {
        Entry entry = Entry.NONE;
        int slice = -1;
        for (int i = 0; i < unit.size(); i++) {
            int type = unit.type(i);
            if (type == NalType.SPS || type == NalType.PPS) {
                takeFrom(unit, i);
            } else if (type == NalType.SEI && isRecoveryPoint(unit, i)) {
                entry = Entry.RECOVERY;
            } else if (NalType.isPicture(type) && slice < 0) {
                slice = i;
            }
        }
        if (unit.key()) {
            entry = Entry.CLOSED;
        }
        // without a format there was no IDR: then a recovery point has to do
        if (slice >= 0 && (unit.key() || (entry == Entry.RECOVERY && format == null))) {
            activate(unit, slice);
        }
        out.accept(new Picture(unit, format, entry, reorderFrames));
    }

    private static boolean isRecoveryPoint(AccessUnit unit, int nal) {
        int from = unit.offset(nal);
        return RecoveryPoint.isImmediate(unit.bytes(), from, from + unit.length(nal));
    }

    private void takeFrom(AccessUnit unit, int nal) {
        int from = unit.offset(nal);
        take(unit.type(nal), Bytes.copyOf(unit.bytes(), from, from + unit.length(nal)));
    }

    private void take(int type, Bytes nal) {
        if (nal.size() > MAX_BYTES) {
            refused++;
            return;
        }
        try {
            if (type == NalType.SPS) {
                takeSequenceSet(nal);
            } else if (type == NalType.PPS) {
                takePictureSet(nal);
            }
        } catch (ProtocolException _) {
            refused++;
        }
    }

    private void takeSequenceSet(Bytes nal) {
        var set = new Sequence(nal, SequenceParameterSet.parse(nal.toArray()));
        Sequence old = sequenceSets.put(set.parameters().id(), set);
        changed |= !set.equals(old);
    }

    private void takePictureSet(Bytes nal) {
        var set = new PictureSet(nal, PictureParameterSet.parse(nal.toArray()));
        PictureSet old = pictureSets.put(set.parameters().id(), set);
        changed |= !set.equals(old);
    }

    /** The format of the key frame whose first slice this is; none when a set is missing. */
    private void activate(AccessUnit unit, int slice) {
        int pictureSet = pictureSetOf(unit, slice);
        if (pictureSet == activePictureSet && !changed && format != null) {
            return;
        }
        Format.Video next = formatFor(pictureSet);
        if (next == null || !next.equals(format)) {
            format = next;
        }
        activePictureSet = pictureSet;
        changed = false;
    }

    private static int pictureSetOf(AccessUnit unit, int slice) {
        int from = unit.offset(slice);
        try {
            return SliceHeader.parse(unit.bytes(), from, from + unit.length(slice))
                    .pictureParameterSetId();
        } catch (ProtocolException _) {
            return -1;
        }
    }

    /** All picture parameter sets of its sequence: slices of a picture may use several. */
    private Format.@Nullable Video formatFor(int pictureSet) {
        PictureSet picture = pictureSets.get(pictureSet);
        if (picture == null) {
            return null;
        }
        int id = picture.parameters().sequenceId();
        Sequence sequence = sequenceSets.get(id);
        if (sequence == null) {
            return null;
        }
        List<Bytes> ofSequence =
                pictureSets.values().stream()
                        .filter(set -> set.parameters().sequenceId() == id)
                        .map(PictureSet::nal)
                        .limit(MAX_PICTURE_SETS)
                        .toList();
        reorderFrames = sequence.parameters().reorderFrames();
        var configuration = new DecoderConfiguration(4, List.of(sequence.nal()), ofSequence);
        return new Format.Video(
                Format.VideoCodec.H264,
                configuration.print(),
                sequence.parameters().width(),
                sequence.parameters().height());
    }
}
