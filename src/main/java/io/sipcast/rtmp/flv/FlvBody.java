package io.sipcast.rtmp.flv;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;

/**
 * Tag bodies, FLV §E.4.2 and §E.4.3, for H.264 and AAC.
 *
 * <pre>
 * video: frame type 4 (1 key, 2 inter) | codec 4 (7) | packet 8 (0 header, 1 picture) | pts - dts 24 | data
 * audio: format 4 (10) | rate 2 | size 1 | stereo 1 | packet 8 (0 header, 1 frame) | data
 * </pre>
 */
final class FlvBody {
    static final int CODEC_H264 = 7;
    static final int FORMAT_AAC = 10;
    static final int KEY = 1;
    static final int INTER = 2;
    static final int SEQUENCE_HEADER = 0;
    static final int FRAME = 1;

    static final int VIDEO_PREFIX = 5;
    static final int AUDIO_PREFIX = 2;

    /** "44 kHz, 16 bits, stereo": what AAC has here whatever it is, §E.4.2.1. */
    private static final int AAC_HEAD = FORMAT_AAC << 4 | 0b11_1_1;

    private static final int MAX_COMPOSITION = 0x7F_FFFF;

    private FlvBody() {}

    /** Whether there is a number for a codec: FLV as Adobe left it knows nothing after H.264. */
    static boolean carries(Format format) {
        return switch (format) {
            case Format.Video video -> video.codec() == Format.VideoCodec.H264;
            case Format.Audio _ -> true;
        };
    }

    static FlvTag videoHeader(long timestampMillis, Bytes configuration) {
        return video(timestampMillis, KEY, SEQUENCE_HEADER, 0, configuration.toArray());
    }

    static FlvTag picture(long timestampMillis, boolean key, long compositionMillis, byte[] nals) {
        long composition = Math.clamp(compositionMillis, 0, MAX_COMPOSITION);
        return video(timestampMillis, key ? KEY : INTER, FRAME, composition, nals);
    }

    private static FlvTag video(
            long timestampMillis, int frameType, int packet, long composition, byte[] data) {
        long prefix =
                ((long) frameType << 4 | CODEC_H264) << 32 | (long) packet << 24 | composition;
        return new FlvTag(FlvTag.Type.VIDEO, timestampMillis, prefix, VIDEO_PREFIX, data);
    }

    static FlvTag audioHeader(long timestampMillis, Bytes configuration) {
        return audio(timestampMillis, SEQUENCE_HEADER, configuration.toArray());
    }

    static FlvTag frame(long timestampMillis, byte[] frame) {
        return audio(timestampMillis, FRAME, frame);
    }

    private static FlvTag audio(long timestampMillis, int packet, byte[] data) {
        long prefix = (long) AAC_HEAD << 8 | packet;
        return new FlvTag(FlvTag.Type.AUDIO, timestampMillis, prefix, AUDIO_PREFIX, data);
    }
}
