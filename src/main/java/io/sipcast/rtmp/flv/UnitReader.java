package io.sipcast.rtmp.flv;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import io.sipcast.media.Stage;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.SequenceParameterSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tags of one publisher or played stream into units: the way back of {@link UnitWriter}.
 *
 * <p>The first tag's time becomes {@code startNanos}. What comes before its track's sequence header
 * is dropped. One reader a stream, owned by its thread.
 */
public final class UnitReader implements Stage<FlvTag, MediaUnit> {
    private static final long NANOS = 1_000_000;
    private static final int ENHANCED = 0x80;
    private static final int INFO_FRAME = 5;
    private static final int END_OF_SEQUENCE = 2;
    private static final int LENGTH_SIZE = 4;

    private final long startNanos;
    private final WireTime time = new WireTime();
    private Format.@Nullable Video video;
    private Format.@Nullable Audio audio;
    private Bytes videoHeader = Bytes.copyOf(new byte[0]);
    private Bytes audioHeader = videoHeader;
    private int lengthSize = LENGTH_SIZE;
    private long lastVideoNanos = Long.MIN_VALUE;
    private long lastAudioNanos = Long.MIN_VALUE;

    /**
     * @param startNanos the stream time that the first tag gets
     */
    public UnitReader(long startNanos) {
        this.startNanos = startNanos;
    }

    /** The picture's format, once its sequence header came. */
    public Format.@Nullable Video video() {
        return video;
    }

    /** The sound's format, once its sequence header came. */
    public Format.@Nullable Audio audio() {
        return audio;
    }

    /**
     * Takes a tag.
     *
     * @throws ProtocolException UNSUPPORTED for another codec than H.264 or AAC; TRUNCATED or
     *     MALFORMED for a body that breaks its format
     */
    @Override
    public void process(FlvTag tag, Sink<? super MediaUnit> out) {
        byte[] body = tag.body();
        if (body.length == 0 || tag.type() == FlvTag.Type.SCRIPT) {
            out.drop();
            return;
        }
        long nanos = startNanos + time.unwrap(tag.timestampMillis()) * NANOS;
        MediaUnit unit =
                tag.type() == FlvTag.Type.VIDEO ? picture(body, nanos) : frame(body, nanos);
        if (unit == null) {
            out.drop();
        } else {
            out.accept(unit);
        }
    }

    private @Nullable MediaUnit picture(byte[] body, long nanos) {
        int head = body[0] & 0xFF;
        int frameType = head >>> 4;
        if ((head & ENHANCED) != 0 || (head & 0x0F) != FlvBody.CODEC_H264) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED, "video other than H.264: 0x" + Integer.toHexString(head));
        }
        if (frameType == INFO_FRAME) {
            return null;
        }
        require(body, FlvBody.VIDEO_PREFIX);
        return switch (body[1]) {
            case FlvBody.SEQUENCE_HEADER -> {
                videoHeader(Bytes.copyOf(body, FlvBody.VIDEO_PREFIX, body.length));
                yield null;
            }
            case FlvBody.FRAME -> picture(body, frameType == FlvBody.KEY, nanos);
            case END_OF_SEQUENCE -> null;
            default -> throw malformed("H.264 packet type " + body[1]);
        };
    }

    private @Nullable MediaUnit picture(byte[] body, boolean key, long nanos) {
        if (video == null || body.length == FlvBody.VIDEO_PREFIX) {
            return null;
        }
        byte[] nals = Arrays.copyOfRange(body, FlvBody.VIDEO_PREFIX, body.length);
        if (lengthSize == LENGTH_SIZE) {
            requireLengthsFit(nals);
        } else {
            nals = Avcc.join(Avcc.split(nals, lengthSize));
        }
        lastVideoNanos = Math.max(nanos, lastVideoNanos);
        long pts = lastVideoNanos + Math.max(0, composition(body)) * NANOS;
        return new MediaUnit(video, key, lastVideoNanos, pts, nals);
    }

    /** Signed 24 bits. Below 0 is an encoder's error that some players forgive. */
    private static int composition(byte[] body) {
        return body[2] << 16 | (body[3] & 0xFF) << 8 | (body[4] & 0xFF);
    }

    private void videoHeader(Bytes header) {
        if (header.equals(videoHeader)) {
            return;
        }
        DecoderConfiguration read = DecoderConfiguration.parse(header);
        SequenceParameterSet sps = read.parameters();
        Bytes configuration =
                read.lengthSize() == LENGTH_SIZE
                        ? header
                        : new DecoderConfiguration(
                                        LENGTH_SIZE, read.sequenceSets(), read.pictureSets())
                                .print();
        video = new Format.Video(Format.VideoCodec.H264, configuration, sps.width(), sps.height());
        lengthSize = read.lengthSize();
        videoHeader = header;
    }

    /** A length that lies would break every player of the stream. */
    private static void requireLengthsFit(byte[] nals) {
        long at = 0;
        while (at < nals.length) {
            if (nals.length - at < LENGTH_SIZE) {
                throw malformed("NAL unit length cut short");
            }
            int i = (int) at;
            long size =
                    (nals[i] & 0xFFL) << 24
                            | (nals[i + 1] & 0xFF) << 16
                            | (nals[i + 2] & 0xFF) << 8
                            | (nals[i + 3] & 0xFF);
            at += LENGTH_SIZE + size;
        }
        if (at > nals.length) {
            throw malformed("NAL unit longer than its picture");
        }
    }

    private @Nullable MediaUnit frame(byte[] body, long nanos) {
        int format = (body[0] & 0xFF) >>> 4;
        if (format != FlvBody.FORMAT_AAC) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED, "audio other than AAC: format " + format);
        }
        require(body, FlvBody.AUDIO_PREFIX);
        if (body[1] == FlvBody.SEQUENCE_HEADER) {
            audioHeader(Bytes.copyOf(body, FlvBody.AUDIO_PREFIX, body.length));
            return null;
        }
        if (audio == null || body.length == FlvBody.AUDIO_PREFIX) {
            return null;
        }
        lastAudioNanos = Math.max(nanos, lastAudioNanos);
        byte[] frame = Arrays.copyOfRange(body, FlvBody.AUDIO_PREFIX, body.length);
        return new MediaUnit(audio, true, lastAudioNanos, lastAudioNanos, frame);
    }

    private void audioHeader(Bytes header) {
        if (header.equals(audioHeader) || header.size() == 0) {
            return;
        }
        AudioSpecificConfig read = AudioSpecificConfig.parse(header);
        audio =
                new Format.Audio(
                        Format.AudioCodec.AAC, header, read.sampleRateHz(), read.channels());
        audioHeader = header;
    }

    private static void require(byte[] body, int size) {
        if (body.length < size) {
            throw new ProtocolException(Fault.TRUNCATED, "body of " + body.length + " B");
        }
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, what);
    }
}
