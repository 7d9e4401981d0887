package io.sipcast.mp4;

import io.sipcast.media.Format;

/**
 * What a decoder must know of a track: {@code avc1} with {@code avcC} (ISO/IEC 14496-15 §5.4.2) or
 * {@code mp4a} with {@code esds} (14496-14 §5.6).
 */
final class SampleEntry {
    private static final int DPI_72 = 0x0048_0000;
    private static final int ES_DESCRIPTOR = 3; // ISO/IEC 14496-1 §7.2.2.1
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;
    private static final int AAC = 0x40;
    private static final int AUDIO_STREAM = 5 << 2 | 1;
    private static final int FOR_MP4 = 2; // predefined, §7.3.2.3

    private SampleEntry() {}

    static void write(Format format, BoxWriter out) {
        switch (format) {
            case Format.Video video -> write(video, out);
            case Format.Audio audio -> write(audio, out);
        }
    }

    private static void write(Format.Video video, BoxWriter out) {
        out.begin("avc1").zeros(6).u16(1).zeros(16);
        out.u16(video.width()).u16(video.height()).u32(DPI_72).u32(DPI_72).u32(0);
        out.u16(1).zeros(32).u16(24).u16(-1);
        out.begin("avcC").bytes(video.configuration().toArray()).end();
        out.end();
    }

    private static void write(Format.Audio audio, BoxWriter out) {
        byte[] config = audio.configuration().toArray();
        boolean rateFits = audio.sampleRateHz() <= 0xFFFF;
        out.begin("mp4a").zeros(6).u16(1).zeros(8).u16(audio.channels()).u16(16).u32(0);
        out.u32(rateFits ? (long) audio.sampleRateHz() << 16 : 0);
        out.begin("esds", 0, 0);
        int decoder = 13 + 2 + config.length;
        out.u8(ES_DESCRIPTOR).u8(3 + 2 + decoder + 2 + 1).u16(0).u8(0);
        out.u8(DECODER_CONFIG).u8(decoder).u8(AAC).u8(AUDIO_STREAM).zeros(3).u32(0).u32(0);
        out.u8(DECODER_SPECIFIC).u8(config.length).bytes(config);
        out.u8(SYNC_LAYER).u8(1).u8(FOR_MP4);
        out.end().end();
    }
}
