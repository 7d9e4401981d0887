package io.sipcast.rtmp.flv;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import java.util.HexFormat;
import java.util.List;

/** Formats and units that the tests of this package share. */
final class Units {
    static final String SPS = "6742c01ed900a02ff97011000003000100000300320f162e48";
    static final String PPS = "68cb83cb20";
    static final Format.Video VIDEO = video(SPS);
    static final Format.Audio AUDIO = audio(48_000);

    private static final long MILLIS = 1_000_000;

    private Units() {}

    static Format.Video video(String sps) {
        var configuration = new DecoderConfiguration(4, List.of(bytes(sps)), List.of(bytes(PPS)));
        var size = configuration.parameters();
        return new Format.Video(
                Format.VideoCodec.H264, configuration.print(), size.width(), size.height());
    }

    static Format.Audio audio(int hz) {
        Bytes configuration = AudioSpecificConfig.lc(hz, 1).print();
        return new Format.Audio(Format.AudioCodec.AAC, configuration, hz, 1);
    }

    static MediaUnit key(double dtsMillis) {
        return picture(VIDEO, true, dtsMillis, dtsMillis);
    }

    static MediaUnit inter(double dtsMillis) {
        return picture(VIDEO, false, dtsMillis, dtsMillis);
    }

    static MediaUnit picture(Format.Video format, boolean key, double dts, double pts) {
        byte[] nals = {0, 0, 0, 2, (byte) (key ? 0x65 : 0x41), 0x11};
        return new MediaUnit(format, key, (long) (dts * MILLIS), (long) (pts * MILLIS), nals);
    }

    static MediaUnit sound(double dtsMillis) {
        long nanos = (long) (dtsMillis * MILLIS);
        return new MediaUnit(AUDIO, true, nanos, nanos, new byte[] {0x21, 0x10});
    }

    static Bytes bytes(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }
}
