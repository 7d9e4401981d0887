package io.sipcast.net;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import java.util.HexFormat;
import java.util.List;

/** Media that RTMP peers take, for tests that look at what comes out and not at how it looks. */
public final class TestUnits {
    private static final Format VIDEO = video();
    private static final Format AUDIO =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);
    private static final long MILLI = 1_000_000;

    private TestUnits() {}

    public static MediaUnit picture(int millis, boolean key) {
        return picture(millis, key, 900);
    }

    /** One NAL unit, with its length so many bytes. */
    public static MediaUnit picture(int millis, boolean key, int bytes) {
        byte[] nal = new byte[bytes];
        int size = nal.length - 4;
        nal[1] = (byte) (size >>> 16);
        nal[2] = (byte) (size >>> 8);
        nal[3] = (byte) size;
        nal[4] = (byte) (key ? 0x65 : 0x41);
        return new MediaUnit(VIDEO, key, millis * MILLI, millis * MILLI, nal);
    }

    public static MediaUnit sound(int millis) {
        return new MediaUnit(AUDIO, true, millis * MILLI, millis * MILLI, new byte[100]);
    }

    private static Format video() {
        var configuration =
                new DecoderConfiguration(
                        4,
                        List.of(hex("6742c01ed900a02ff97011000003000100000300320f162e48")),
                        List.of(hex("68cb83cb20")));
        var size = configuration.parameters();
        return new Format.Video(
                Format.VideoCodec.H264, configuration.print(), size.width(), size.height());
    }

    private static Bytes hex(String hex) {
        return Bytes.copyOf(HexFormat.of().parseHex(hex));
    }
}
