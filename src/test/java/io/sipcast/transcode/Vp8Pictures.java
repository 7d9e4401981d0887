package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * VP8 by libvpx: grey pictures, each a little lighter than the one before it, a key frame first.
 */
public final class Vp8Pictures {
    private static final long PICTURE_NANOS = 40_000_000L;

    private Vp8Pictures() {}

    /** The luma of a picture. */
    public static int grey(int number) {
        return 40 + number * 3 % 180;
    }

    /** Pictures at 25/s. */
    public static List<MediaUnit> make(int width, int height, int count) {
        var format =
                new Format.Video(Format.VideoCodec.VP8, Bytes.copyOf(new byte[0]), width, height);
        List<MediaUnit> units = new ArrayList<>();
        try (Codec codec = Codec.encoder("libvpx")) {
            open(codec, width, height);
            for (int i = 0; i < count; i++) {
                draw(codec, grey(i), height);
                codec.frame().pts(i);
                codec.sendFrame();
                while (codec.receivePacket()) {
                    boolean key = (codec.packet().flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
                    long nanos = codec.packet().pts() * PICTURE_NANOS;
                    units.add(new MediaUnit(format, key, nanos, nanos, codec.takePacket()));
                }
            }
        }
        return units;
    }

    /** The same, so many pictures later. */
    public static List<MediaUnit> later(List<MediaUnit> units, int pictures) {
        long by = pictures * PICTURE_NANOS;
        return units.stream()
                .map(unit ->
                        new MediaUnit(
                                unit.format(),
                                unit.key(),
                                unit.dtsNanos() + by,
                                unit.ptsNanos() + by,
                                unit.payload()))
                .toList();
    }

    private static void open(Codec codec, int width, int height) {
        var context = codec.context();
        context.width(width);
        context.height(height);
        context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(25);
        context.bit_rate(400_000);
        context.gop_size(1000);
        codec.option("deadline", "realtime").option("lag-in-frames", "0");
        codec.open();
        var frame = codec.frame();
        frame.format(avutil.AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "frame");
    }

    private static void draw(Codec codec, int grey, int height) {
        Ffmpeg.check(avutil.av_frame_make_writable(codec.frame()), "frame");
        fill(codec, 0, grey, height);
        fill(codec, 1, 128, (height + 1) / 2);
        fill(codec, 2, 128, (height + 1) / 2);
    }

    private static void fill(Codec codec, int plane, int value, int rows) {
        byte[] row = new byte[codec.frame().linesize(plane)];
        Arrays.fill(row, (byte) value);
        long address = codec.frame().data(plane).address();
        for (int i = 0; i < rows; i++, address += row.length) {
            NativeMemory.write(row, 0, row.length, address);
        }
    }
}
