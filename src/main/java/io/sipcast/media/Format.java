package io.sipcast.media;

import io.sipcast.bytes.Bytes;

/**
 * What a decoder must know before the first unit of a track. A sequence header is sent again only
 * when the format is no longer equal.
 */
public sealed interface Format {
    /**
     * The decoder configuration: avcC for H.264, hvcC for H.265, AudioSpecificConfig for AAC,
     * OpusHead for Opus; empty for VP8, whose key frames say everything.
     */
    Bytes configuration();

    /** Codecs that a video track may carry in a stream. */
    enum VideoCodec {
        H264,
        VP8,
        H265
    }

    /** Codecs that an audio track may carry in a stream. */
    enum AudioCodec {
        AAC,
        OPUS
    }

    /**
     * The format of a video track.
     *
     * @param configuration AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.1;
     *     HEVCDecoderConfigurationRecord, §8.3.3.1; empty for VP8
     * @param width in luma samples, cropped as the parameter set says; that of VP8 is in its key
     *     frame
     */
    record Video(VideoCodec codec, Bytes configuration, int width, int height) implements Format {
        @Override
        public String toString() {
            return codec + " " + width + "x" + height;
        }
    }

    /**
     * The format of an audio track.
     *
     * @param configuration AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1; OpusHead, RFC 7845 §5.1
     * @param sampleRateHz that of Opus is always 48000
     */
    record Audio(AudioCodec codec, Bytes configuration, int sampleRateHz, int channels)
            implements Format {
        @Override
        public String toString() {
            return codec + " " + sampleRateHz + " Hz, " + channels + " ch";
        }
    }
}
