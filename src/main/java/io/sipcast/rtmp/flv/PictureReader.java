package io.sipcast.rtmp.flv;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.FourCc;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads video bodies: H.264 as FLV has it, H.265 under the number 12 that encoders gave it before
 * there was a rule, and both as enhanced RTMP has them.
 */
final class PictureReader {
    private static final long NANOS = 1_000_000;
    private static final int CODEC_H265_UNRULED = 12;
    private static final int INFO_FRAME = 5;
    private static final int END_OF_SEQUENCE = 2;
    private static final int LENGTH_SIZE = 4;
    private static final int COMPOSITION_SIZE = 3;
    private static final Bytes NO_HEADER = Bytes.copyOf(new byte[0]);

    private Format.@Nullable Video format;
    private Bytes header = NO_HEADER;
    private int lengthSize = LENGTH_SIZE;
    private long lastNanos = Long.MIN_VALUE;

    Format.@Nullable Video format() {
        return format;
    }

    /**
     * The picture of a body; null where there is none in it.
     *
     * @throws ProtocolException UNSUPPORTED for other codecs; TRUNCATED or MALFORMED
     */
    @Nullable MediaUnit read(byte[] body, long nanos) {
        int head = body[0] & 0xFF;
        if ((head & FlvBody.ENHANCED) != 0) {
            EnhancedHead enhanced = EnhancedHead.video(body);
            return enhanced == null ? null : enhanced(body, enhanced, nanos);
        }
        return switch (head & 0x0F) {
            case FlvBody.CODEC_H264 -> classic(body, Format.VideoCodec.H264, nanos);
            case CODEC_H265_UNRULED -> classic(body, Format.VideoCodec.H265, nanos);
            default -> throw unsupported("FLV's video codec " + (head & 0x0F));
        };
    }

    private @Nullable MediaUnit classic(byte[] body, Format.VideoCodec codec, long nanos) {
        int frameType = (body[0] & 0xFF) >>> 4;
        if (frameType == INFO_FRAME) {
            return null;
        }
        require(body, FlvBody.VIDEO_PREFIX);
        int from = FlvBody.VIDEO_PREFIX;
        return switch (body[1]) {
            case FlvBody.SEQUENCE_HEADER -> {
                header(codec, Bytes.copyOf(body, from, body.length));
                yield null;
            }
            case FlvBody.FRAME -> {
                boolean key = frameType == FlvBody.KEY;
                long composition = composition(body, from - COMPOSITION_SIZE);
                yield picture(Arrays.copyOfRange(body, from, body.length), key, nanos, composition);
            }
            case END_OF_SEQUENCE -> null;
            default -> throw malformed(codec + " packet type " + body[1]);
        };
    }

    private @Nullable MediaUnit enhanced(byte[] body, EnhancedHead head, long tagNanos) {
        FourCc fourCc = FourCc.of(head.codec());
        if (fourCc != FourCc.AVC && fourCc != FourCc.HEVC) {
            throw unsupported(FourCc.describe(head.codec()));
        }
        Format.VideoCodec codec =
                fourCc == FourCc.AVC ? Format.VideoCodec.H264 : Format.VideoCodec.H265;
        boolean key = head.frameType() == FlvBody.KEY;
        long nanos = tagNanos + head.nanos();
        return switch (head.packet()) {
            case FlvBody.SEQUENCE_START -> {
                header(codec, Bytes.copyOf(body, head.from(), head.to()));
                yield null;
            }
            case FlvBody.CODED_FRAMES -> {
                int from = head.from() + COMPOSITION_SIZE;
                if (from > head.to()) {
                    throw new ProtocolException(Fault.TRUNCATED, "picture without its time");
                }
                long composition = composition(body, head.from());
                yield picture(Arrays.copyOfRange(body, from, head.to()), key, nanos, composition);
            }
            case FlvBody.CODED_FRAMES_X ->
                    picture(Arrays.copyOfRange(body, head.from(), head.to()), key, nanos, 0);
            default -> null; // the sequence's end, colour information, what later versions bring
        };
    }

    private @Nullable MediaUnit picture(byte[] read, boolean key, long nanos, long composition) {
        if (format == null || read.length == 0) {
            return null;
        }
        byte[] nals = read;
        if (lengthSize == LENGTH_SIZE) {
            requireLengthsFit(nals);
        } else {
            nals = Avcc.join(Avcc.split(nals, lengthSize));
        }
        lastNanos = Math.max(nanos, lastNanos);
        long pts = lastNanos + Math.max(0, composition) * NANOS;
        return new MediaUnit(format, key, lastNanos, pts, nals);
    }

    /** Signed 24 bits. Below 0 is an encoder's error that some players forgive. */
    private static int composition(byte[] body, int at) {
        return body[at] << 16 | (body[at + 1] & 0xFF) << 8 | (body[at + 2] & 0xFF);
    }

    private void header(Format.VideoCodec codec, Bytes read) {
        if (format != null && format.codec() == codec && read.equals(header)) {
            return;
        }
        format =
                switch (codec) {
                    case H264 -> h264(read);
                    case H265 -> h265(read);
                    case VP8 -> throw new IllegalStateException("VP8 is refused before");
                };
        header = read;
    }

    private Format.Video h264(Bytes read) {
        DecoderConfiguration record = DecoderConfiguration.parse(read);
        var sps = record.parameters();
        Bytes configuration =
                record.lengthSize() == LENGTH_SIZE
                        ? read
                        : new DecoderConfiguration(
                                        LENGTH_SIZE, record.sequenceSets(), record.pictureSets())
                                .print();
        lengthSize = record.lengthSize();
        return new Format.Video(Format.VideoCodec.H264, configuration, sps.width(), sps.height());
    }

    private Format.Video h265(Bytes read) {
        var sps = io.sipcast.rtmp.codec.h265.DecoderConfiguration.parse(read).parameters();
        lengthSize = LENGTH_SIZE;
        return new Format.Video(Format.VideoCodec.H265, read, sps.width(), sps.height());
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

    private static void require(byte[] body, int size) {
        if (body.length < size) {
            throw new ProtocolException(Fault.TRUNCATED, "body of " + body.length + " B");
        }
    }

    private static ProtocolException unsupported(String what) {
        return new ProtocolException(
                Fault.UNSUPPORTED, what + " is not taken: publish H.264 or H.265");
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, what);
    }
}
