package io.sipcast.media;

import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtmp.codec.h265.H265NalType;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.CodedPicture;
import io.sipcast.rtp.payload.Vp8Frame;

/**
 * Places pictures in stream time and packs them for containers. Delimiters and filler go; so do the
 * parameter sets of a key frame, which are in its format. The bytes are copied only then.
 */
final class PackStage implements Stage<Picture, MediaUnit> {
    private final MediaClock clock;
    private final KeyFrameNumbers numbers = new KeyFrameNumbers();

    PackStage(MediaClock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Picture picture, Sink<? super MediaUnit> out) {
        Format.Video format = picture.format();
        if (format == null) {
            throw new IllegalStateException("picture without format behind the gate");
        }
        CodedPicture coded = picture.coded();
        clock.reorders(picture.reorderPictures());
        clock.place(coded.timestamp(), coded.arrivalNanos());
        byte[] payload =
                switch (coded) {
                    case AccessUnit unit -> payload(unit);
                    case Vp8Frame frame -> frame.bytes();
                };
        boolean key = picture.entry() != Entry.NONE;
        var unit = new MediaUnit(format, key, clock.dtsNanos(), clock.ptsNanos(), payload);
        out.accept(numbers.next(unit));
    }

    @Override
    public String name() {
        return "pack";
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
        return switch (unit.syntax()) {
            case H264 -> keptOfH264(unit.type(nal), unit.key());
            case H265 -> keptOfH265(unit.type(nal), unit.key());
        };
    }

    private static boolean keptOfH264(int type, boolean key) {
        return switch (type) {
            case NalType.SPS, NalType.PPS -> !key;
            case NalType.DELIMITER,
                    NalType.END_OF_SEQUENCE,
                    NalType.END_OF_STREAM,
                    NalType.FILLER ->
                    false;
            default -> true;
        };
    }

    /** The end of a sequence changes how the CRA picture after it is decoded, §8.1.3: it stays. */
    private static boolean keptOfH265(int type, boolean key) {
        return switch (type) {
            case H265NalType.VPS, H265NalType.SPS, H265NalType.PPS -> !key;
            case H265NalType.DELIMITER, H265NalType.END_OF_STREAM, H265NalType.FILLER -> false;
            default -> true;
        };
    }
}
