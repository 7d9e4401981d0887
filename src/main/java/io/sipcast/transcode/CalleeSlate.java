package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.Slate;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtmp.codec.h264.SequenceParameterSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The picture that callees are shown while there is nothing else: five bars, as of a sound, on dark
 * blue. Encoded as constrained baseline in slices that fit in a packet, so it suits both
 * packetization modes.
 */
public final class CalleeSlate {
    private static final int GROUPS = 2;
    private static final int PICTURES = 10;
    private static final int BITRATE_BPS = 100_000;
    private static final int LEVEL_1_BPS = 60_000; // it allows 64 kbit/s
    private static final int LEVEL_1_WIDTH = 176;
    private static final int SLICE_BYTES = 1100;

    private static final int TOP_LUMA = 60;
    private static final int BOTTOM_LUMA = 30;
    private static final int BLUE = 148;
    private static final int RED = 116;
    private static final int BAR_LUMA = 200;

    /** Heights of the bars in eighths of the picture. */
    private static final double[] BARS = {1.2, 2.4, 4, 2.4, 1.2};

    private CalleeSlate() {}

    /** For every level: 640x360, then CIF, then QCIF. Takes some tenths of a second. */
    public static List<Slate> all() {
        return List.of(of(640, 360), of(352, 288), of(LEVEL_1_WIDTH, 144));
    }

    static Slate of(int width, int height) {
        Picture picture = draw(width, height);
        List<List<byte[]>> groups = new ArrayList<>();
        List<byte[]> parameters = List.of();
        int bitrate = width > LEVEL_1_WIDTH ? BITRATE_BPS : LEVEL_1_BPS;
        try (var encoder = new H264Encoder(width, height, 1, bitrate, SLICE_BYTES)) {
            for (int group = 0; group < GROUPS; group++) {
                List<byte[]> pictures = new ArrayList<>();
                for (int i = 0; i < PICTURES; i++) {
                    List<byte[]> nals = AnnexB.split(encoder.encode(picture, i == 0));
                    parameters = i == 0 && group == 0 ? nals : parameters;
                    pictures.add(slices(nals));
                }
                groups.add(pictures);
            }
        }
        return new Slate(format(parameters), groups);
    }

    private static byte[] slices(List<byte[]> nals) {
        return Avcc.join(nals.stream().filter(nal -> NalType.isPicture(type(nal))).toList());
    }

    private static Format.Video format(List<byte[]> nals) {
        DecoderConfiguration configuration =
                new DecoderConfiguration(4, sets(nals, NalType.SPS), sets(nals, NalType.PPS));
        SequenceParameterSet sps = configuration.parameters();
        return new Format.Video(
                Format.VideoCodec.H264, configuration.print(), sps.width(), sps.height());
    }

    private static List<Bytes> sets(List<byte[]> nals, int type) {
        return nals.stream().filter(nal -> type(nal) == type).map(Bytes::copyOf).toList();
    }

    private static int type(byte[] nal) {
        return NalType.of(nal[0]);
    }

    private static Picture draw(int width, int height) {
        Picture picture = new Picture(width, height);
        for (int y = 0; y < height; y++) {
            int luma = TOP_LUMA + (BOTTOM_LUMA - TOP_LUMA) * y / height;
            Arrays.fill(picture.luma(), y * width, (y + 1) * width, (byte) luma);
        }
        Arrays.fill(picture.blue(), (byte) BLUE);
        Arrays.fill(picture.red(), (byte) RED);
        int bar = width / 24;
        for (int i = 0; i < BARS.length; i++) {
            int left = width / 2 + (2 * i - BARS.length) * bar + bar / 2;
            drawBar(picture, left, bar, (int) (height * BARS[i] / 8));
        }
        return picture;
    }

    private static void drawBar(Picture picture, int left, int width, int height) {
        int top = (picture.height() - height) / 2;
        for (int y = top; y < top + height; y++) {
            int row = y * picture.width();
            Arrays.fill(picture.luma(), row + left, row + left + width, (byte) BAR_LUMA);
        }
    }
}
