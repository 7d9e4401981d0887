package io.sipcast.media;

import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtp.payload.AccessUnit;

/**
 * Places pictures in stream time and packs them for containers. Delimiters and filler go; so do the
 * parameter sets of a key frame, which are in its format. The bytes are copied only then.
 */
final class AvccStage implements Stage<Picture, MediaUnit> {
    private final MediaClock clock;

    AvccStage(MediaClock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Picture picture, Sink<? super MediaUnit> out) {
        Format.Video format = picture.format();
        if (format == null) {
            throw new IllegalStateException("picture without format behind the gate");
        }
        AccessUnit unit = picture.unit();
        clock.place(unit.timestamp(), unit.arrivalNanos());
        out.accept(
                new MediaUnit(
                        format, unit.key(), clock.dtsNanos(), clock.ptsNanos(), payload(unit)));
    }

    @Override
    public String name() {
        return "avcc";
    }

    private static byte[] payload(AccessUnit unit) {
        int size = 0;
        for (int i = 0; i < unit.size(); i++) {
            size += kept(unit, i) ? AccessUnit.LENGTH_SIZE + unit.length(i) : 0;
        }
        if (size == unit.bytes().length) {
            return unit.bytes();
        }
        byte[] payload = new byte[size];
        int at = 0;
        for (int i = 0; i < unit.size(); i++) {
            if (kept(unit, i)) {
                int from = unit.offset(i);
                at = Avcc.put(unit.bytes(), from, from + unit.length(i), payload, at);
            }
        }
        return payload;
    }

    private static boolean kept(AccessUnit unit, int nal) {
        return switch (unit.type(nal)) {
            case NalType.SPS, NalType.PPS -> !unit.key();
            case NalType.DELIMITER,
                    NalType.END_OF_SEQUENCE,
                    NalType.END_OF_STREAM,
                    NalType.FILLER ->
                    false;
            default -> true;
        };
    }
}
