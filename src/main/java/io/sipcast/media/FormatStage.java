package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.CodedPicture;
import io.sipcast.rtp.payload.Vp8Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells each picture's format: by parameter sets, or by the key frames of VP8. */
final class FormatStage implements Stage<CodedPicture, Picture> {
    private final ParameterSets h264 = new ParameterSets(List.of());
    private final H265ParameterSets h265 = new H265ParameterSets();
    private Format.@Nullable Video vp8;
    private Format.@Nullable VideoCodec codec;

    FormatStage(List<VideoPayload> payloads) {
        update(payloads);
    }

    /** Takes the parameter sets of the SDP. */
    void update(List<VideoPayload> payloads) {
        for (VideoPayload payload : payloads) {
            switch (payload.codec()) {
                case H264 -> h264.add(payload.parameterSets());
                case H265 -> h265.add(payload.parameterSets());
                case VP8 -> {}
            }
        }
    }

    /** What the last key frame needed. */
    Format.@Nullable Video format() {
        return switch (codec) {
            case null -> null;
            case H264 -> h264.format();
            case H265 -> h265.format();
            case VP8 -> vp8;
        };
    }

    @Override
    public void process(CodedPicture picture, Sink<? super Picture> out) {
        switch (picture) {
            case AccessUnit unit -> process(unit, out);
            case Vp8Frame frame -> process(frame, out);
        }
    }

    private void process(AccessUnit unit, Sink<? super Picture> out) {
        switch (unit.syntax()) {
            case H264 -> {
                codec = Format.VideoCodec.H264;
                h264.process(unit, out);
            }
            case H265 -> {
                codec = Format.VideoCodec.H265;
                h265.process(unit, out);
            }
        }
    }

    private void process(Vp8Frame frame, Sink<? super Picture> out) {
        codec = Format.VideoCodec.VP8;
        Format.Video known = vp8;
        boolean key = frame.key();
        if (key
                && (known == null
                        || known.width() != frame.width()
                        || known.height() != frame.height())) {
            vp8 =
                    new Format.Video(
                            Format.VideoCodec.VP8, Bytes.EMPTY, frame.width(), frame.height());
        }
        out.accept(new Picture(frame, vp8, key ? Entry.CLOSED : Entry.NONE, 0));
    }

    @Override
    public String name() {
        return "formats";
    }
}
