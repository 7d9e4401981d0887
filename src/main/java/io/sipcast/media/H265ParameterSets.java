package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.codec.h265.DecoderConfiguration;
import io.sipcast.rtmp.codec.h265.H265NalType;
import io.sipcast.rtmp.codec.h265.PictureParameterSet;
import io.sipcast.rtmp.codec.h265.SequenceParameterSet;
import io.sipcast.rtmp.codec.h265.SliceSegmentHeader;
import io.sipcast.rtp.payload.AccessUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As {@link ParameterSets}, for H.265: video, sequence and picture parameter sets. */
final class H265ParameterSets {
    /** More than any encoder writes; nothing grows with what a peer sends. */
    private static final int MAX_BYTES = 1024;

    private final SortedMap<Integer, Bytes> videoSets = new TreeMap<>();
    private final SortedMap<Integer, Sequence> sequenceSets = new TreeMap<>();
    private final SortedMap<Integer, PictureSet> pictureSets = new TreeMap<>();
    private Format.@Nullable Video format;
    private int reorderPictures;
    private int activePictureSet = -1;
    private boolean changed;
    private long refused;

    private record Sequence(Bytes nal, SequenceParameterSet parameters) {}

    private record PictureSet(Bytes nal, PictureParameterSet parameters) {}

    /** Takes {@code sprop-vps}, {@code sprop-sps} and {@code sprop-pps}. */
    void add(List<Bytes> nals) {
        for (Bytes nal : nals) {
            if (nal.size() > 2) {
                take(H265NalType.of(nal.at(0)), nal);
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

    void process(AccessUnit unit, Sink<? super Picture> out) {
        int slice = -1;
        for (int i = 0; i < unit.size(); i++) {
            int type = unit.type(i);
            if (H265NalType.isParameterSet(type)) {
                int from = unit.offset(i);
                take(type, Bytes.copyOf(unit.bytes(), from, from + unit.length(i)));
            } else if (H265NalType.isRandomAccess(type) && slice < 0) {
                slice = i;
            }
        }
        if (slice >= 0) {
            activate(unit, slice);
        }
        out.accept(new Picture(unit, format, entry(unit, slice), reorderPictures));
    }

    private static Entry entry(AccessUnit unit, int slice) {
        if (slice < 0) {
            return Entry.NONE;
        }
        return H265NalType.isIdr(unit.type(slice)) ? Entry.CLOSED : Entry.OPEN;
    }

    private void take(int type, Bytes nal) {
        if (nal.size() > MAX_BYTES) {
            refused++;
            return;
        }
        try {
            switch (type) {
                case H265NalType.VPS -> takeVideoSet(nal);
                case H265NalType.SPS -> takeSequenceSet(nal);
                case H265NalType.PPS -> takePictureSet(nal);
                default -> {}
            }
        } catch (ProtocolException _) {
            refused++;
        }
    }

    /** Its id is the four bits behind the header, §7.3.2.1. */
    private void takeVideoSet(Bytes nal) {
        if (nal.size() < 3) {
            refused++;
            return;
        }
        changed |= !nal.equals(videoSets.put((nal.at(2) >> 4) & 0xF, nal));
    }

    private void takeSequenceSet(Bytes nal) {
        var set = new Sequence(nal, SequenceParameterSet.parse(nal.toArray()));
        changed |= !set.equals(sequenceSets.put(set.parameters().id(), set));
    }

    private void takePictureSet(Bytes nal) {
        var set = new PictureSet(nal, PictureParameterSet.parse(nal.toArray()));
        changed |= !set.equals(pictureSets.put(set.parameters().id(), set));
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
            return SliceSegmentHeader.parse(unit.bytes(), from, from + unit.length(slice))
                    .pictureParameterSetId();
        } catch (ProtocolException _) {
            return -1;
        }
    }

    /** With all picture parameter sets of its sequence: slices of a picture may use several. */
    private Format.@Nullable Video formatFor(int pictureSet) {
        PictureSet picture = pictureSets.get(pictureSet);
        Sequence sequence =
                picture == null ? null : sequenceSets.get(picture.parameters().sequenceId());
        Bytes video = sequence == null ? null : videoSets.get(sequence.parameters().videoId());
        if (sequence == null || video == null) {
            return null;
        }
        int id = sequence.parameters().id();
        List<Bytes> ofSequence =
                pictureSets.values().stream()
                        .filter(set -> set.parameters().sequenceId() == id)
                        .map(PictureSet::nal)
                        .toList();
        reorderPictures = sequence.parameters().reorderPictures();
        var configuration =
                new DecoderConfiguration(List.of(video), List.of(sequence.nal()), ofSequence);
        return new Format.Video(
                Format.VideoCodec.H265,
                configuration.print(),
                sequence.parameters().width(),
                sequence.parameters().height());
    }
}
