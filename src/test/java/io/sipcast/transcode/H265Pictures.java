package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Twenty-five H.265 pictures of FFmpeg's {@code testsrc2}, 320x180, made once with x265: {@code
 * keyint=12:bframes=2}. A byte stream, so their format has no configuration.
 */
public final class H265Pictures {
    private static final long PICTURE_NANOS = 40_000_000L;

    private H265Pictures() {}

    /** In decoding order, with the times of display that the decoder is to put them in. */
    public static List<MediaUnit> read() throws IOException {
        byte[] stream;
        try (InputStream in =
                Objects.requireNonNull(
                        H265Pictures.class.getResourceAsStream("/transcode/testsrc2.h265"))) {
            stream = in.readAllBytes();
        }
        var format = new Format.Video(Format.VideoCodec.H265, Bytes.copyOf(new byte[0]), 320, 180);
        List<MediaUnit> units = new ArrayList<>();
        for (Unit unit : split(stream)) {
            long dts = units.size() * PICTURE_NANOS;
            long pts = (unit.order() + 2) * PICTURE_NANOS; // two pictures are reordered at most
            units.add(
                    new MediaUnit(
                            format, unit.key(), dts, Math.max(dts, pts), unit.bytes().toArray()));
        }
        return units;
    }

    private record Unit(Bytes bytes, boolean key, long order) {}

    /** By FFmpeg's parser, which knows where a picture ends, and its place in time. */
    private static List<Unit> split(byte[] stream) {
        List<Unit> units = new ArrayList<>();
        long base = 0;
        try (Codec codec = Codec.decoder("hevc");
                var out = new BytePointer();
                var size = new IntPointer(1);
                var in = new BytePointer(stream.length + 64L)) {
            codec.open();
            in.put(stream, 0, stream.length);
            AVCodecParserContext parser = avcodec.av_parser_init(codec.context().codec_id());
            for (int at = 0; ; ) {
                int used =
                        avcodec.av_parser_parse2(
                                parser,
                                codec.context(),
                                out,
                                size,
                                at < stream.length ? in.getPointer(at) : null,
                                stream.length - at,
                                0,
                                0,
                                0);
                at += used;
                if (size.get() > 0) {
                    byte[] bytes = new byte[size.get()];
                    NativeMemory.read(out.address(), bytes, 0, bytes.length);
                    boolean key = parser.key_frame() == 1;
                    base = key ? units.size() : base;
                    units.add(
                            new Unit(
                                    Bytes.copyOf(bytes),
                                    key,
                                    base + parser.output_picture_number()));
                } else if (at >= stream.length) {
                    break;
                }
            }
            avcodec.av_parser_close(parser);
        }
        return units;
    }
}
