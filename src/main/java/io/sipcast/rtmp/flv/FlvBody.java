package io.sipcast.rtmp.flv;

import io.sipcast.media.Format;
import io.sipcast.rtmp.FourCc;

/**
 * Tag bodies, FLV §E.4.2 and §E.4.3, for H.264 and AAC, and of enhanced RTMP for H.265 and Opus.
 *
 * <pre>
 * video: frame type 4 (1 key, 2 inter) | codec 4 (7) | packet 8 (0 header, 1 picture) | pts - dts 24 | data
 * H.265: 1 | frame type 3 | packet 4 (0 header, 1 picture with pts - dts, 3 without) | "hvc1" |
 *        (pts - dts 24) | data
 * audio: format 4 (10) | rate 2 | size 1 | stereo 1 | packet 8 (0 header, 1 frame) | data
 * Opus:  format 4 (9) | packet 4 (0 header, 1 frame) | "Opus" | data
 * </pre>
 */
final class FlvBody {
    static final int CODEC_H264 = 7;
    static final int FORMAT_AAC = 10;

    /** The head of enhanced RTMP, for sound. */
    static final int FORMAT_ENHANCED = 9;

    static final int KEY = 1;
    static final int INTER = 2;
    static final int SEQUENCE_HEADER = 0;
    static final int FRAME = 1;

    /** The head of enhanced RTMP. */
    static final int ENHANCED = 0x80;

    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;
    static final int CODED_FRAMES_X = 3;

    static final int VIDEO_PREFIX = 5;
    static final int ENHANCED_PREFIX = 5;
    static final int CODED_FRAMES_PREFIX = 8;
    static final int AUDIO_PREFIX = 2;

    /** "44 kHz, 16 bits, stereo": what AAC has here whatever it is, §E.4.2.1. */
    private static final int AAC_HEAD = FORMAT_AAC << 4 | 0b11_1_1;

    private static final int MAX_COMPOSITION = 0x7F_FFFF;

    private FlvBody() {}

    /** Whether there is a way to write a codec. */
    static boolean carries(Format format) {
        return switch (format) {
            case Format.Video video -> video.codec() != Format.VideoCodec.VP8;
            case Format.Audio _ -> true;
        };
    }

    /** What {@code videocodecid} of the metadata says. */
    static int codecId(Format.VideoCodec codec) {
        return switch (codec) {
            case H264 -> CODEC_H264;
            case H265 -> FourCc.HEVC.number();
            case VP8 -> throw new IllegalArgumentException("FLV does not carry " + codec);
        };
    }

    /** What {@code audiocodecid} of the metadata says. */
    static int codecId(Format.AudioCodec codec) {
        return switch (codec) {
            case AAC -> FORMAT_AAC;
            case OPUS -> FourCc.OPUS.number();
        };
    }

    static FlvTag videoHeader(long timestampMillis, Format.Video format) {
        byte[] configuration = format.configuration().toArray();
        return switch (format.codec()) {
            case H264 -> video(timestampMillis, KEY, SEQUENCE_HEADER, 0, configuration);
            case H265 -> enhanced(timestampMillis, KEY, SEQUENCE_START, configuration);
            case VP8 -> throw new IllegalArgumentException("FLV does not carry " + format);
        };
    }

    static FlvTag picture(
            long timestampMillis,
            Format.VideoCodec codec,
            boolean key,
            long compositionMillis,
            byte[] nals) {
        int type = key ? KEY : INTER;
        long composition = Math.clamp(compositionMillis, 0, MAX_COMPOSITION);
        return switch (codec) {
            case H264 -> video(timestampMillis, type, FRAME, composition, nals);
            case H265 ->
                    composition == 0
                            ? enhanced(timestampMillis, type, CODED_FRAMES_X, nals)
                            : codedFrames(timestampMillis, type, composition, nals);
            case VP8 -> throw new IllegalArgumentException("FLV does not carry " + codec);
        };
    }

    private static FlvTag video(
            long timestampMillis, int frameType, int packet, long composition, byte[] data) {
        long prefix =
                ((long) frameType << 4 | CODEC_H264) << 32 | (long) packet << 24 | composition;
        return new FlvTag(FlvTag.Type.VIDEO, timestampMillis, prefix, VIDEO_PREFIX, data);
    }

    private static FlvTag enhanced(long timestampMillis, int frameType, int packet, byte[] data) {
        long prefix = enhancedHead(frameType, packet);
        return new FlvTag(FlvTag.Type.VIDEO, timestampMillis, prefix, ENHANCED_PREFIX, data);
    }

    private static FlvTag codedFrames(
            long timestampMillis, int frameType, long composition, byte[] nals) {
        long prefix = enhancedHead(frameType, CODED_FRAMES) << 24 | composition;
        return new FlvTag(FlvTag.Type.VIDEO, timestampMillis, prefix, CODED_FRAMES_PREFIX, nals);
    }

    private static long enhancedHead(int frameType, int packet) {
        return (long) (ENHANCED | frameType << 4 | packet) << 32 | FourCc.HEVC.number();
    }

    static FlvTag audioHeader(long timestampMillis, Format.Audio format) {
        byte[] configuration = format.configuration().toArray();
        return switch (format.codec()) {
            case AAC -> audio(timestampMillis, SEQUENCE_HEADER, configuration);
            case OPUS -> opus(timestampMillis, SEQUENCE_START, configuration);
        };
    }

    static FlvTag frame(long timestampMillis, Format.AudioCodec codec, byte[] frame) {
        return switch (codec) {
            case AAC -> audio(timestampMillis, FRAME, frame);
            case OPUS -> opus(timestampMillis, CODED_FRAMES, frame);
        };
    }

    private static FlvTag audio(long timestampMillis, int packet, byte[] data) {
        long prefix = (long) AAC_HEAD << 8 | packet;
        return new FlvTag(FlvTag.Type.AUDIO, timestampMillis, prefix, AUDIO_PREFIX, data);
    }

    private static FlvTag opus(long timestampMillis, int packet, byte[] data) {
        long prefix = (long) (FORMAT_ENHANCED << 4 | packet) << 32 | FourCc.OPUS.number();
        return new FlvTag(FlvTag.Type.AUDIO, timestampMillis, prefix, ENHANCED_PREFIX, data);
    }
}
