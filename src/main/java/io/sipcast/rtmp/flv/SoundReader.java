package io.sipcast.rtmp.flv;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.FourCc;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.opus.OpusHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads audio bodies: AAC as FLV has it, AAC and Opus as enhanced RTMP has them. */
final class SoundReader {
    private static final int OPUS_RATE_HZ = 48_000;
    private static final int STEREO = 0b100; // RFC 6716 §3.1
    private static final Bytes NO_HEADER = Bytes.copyOf(new byte[0]);

    private Format.@Nullable Audio format;
    private Bytes header = NO_HEADER;
    private long lastNanos = Long.MIN_VALUE;

    Format.@Nullable Audio format() {
        return format;
    }

    /**
     * The frame of a body; null where there is none in it.
     *
     * @throws ProtocolException UNSUPPORTED for other codecs; TRUNCATED or MALFORMED
     */
    @Nullable MediaUnit read(byte[] body, long nanos) {
        int soundFormat = (body[0] & 0xFF) >>> 4;
        return switch (soundFormat) {
            case FlvBody.FORMAT_AAC -> classic(body, nanos);
            case FlvBody.FORMAT_ENHANCED -> {
                EnhancedHead head = EnhancedHead.audio(body);
                yield head == null ? null : enhanced(body, head, nanos + head.nanos());
            }
            default -> throw unsupported("FLV's audio format " + soundFormat);
        };
    }

    private @Nullable MediaUnit classic(byte[] body, long nanos) {
        if (body.length < FlvBody.AUDIO_PREFIX) {
            throw new ProtocolException(Fault.TRUNCATED, "body of " + body.length + " B");
        }
        if (body[1] == FlvBody.SEQUENCE_HEADER) {
            header(FourCc.AAC, Bytes.copyOf(body, FlvBody.AUDIO_PREFIX, body.length));
            return null;
        }
        return frame(Arrays.copyOfRange(body, FlvBody.AUDIO_PREFIX, body.length), nanos);
    }

    private @Nullable MediaUnit enhanced(byte[] body, EnhancedHead head, long nanos) {
        FourCc fourCc = FourCc.of(head.codec());
        if (fourCc != FourCc.AAC && fourCc != FourCc.OPUS) {
            throw unsupported(FourCc.describe(head.codec()));
        }
        return switch (head.packet()) {
            case FlvBody.SEQUENCE_START -> {
                header(fourCc, Bytes.copyOf(body, head.from(), head.to()));
                yield null;
            }
            case FlvBody.CODED_FRAMES -> {
                byte[] frame = Arrays.copyOfRange(body, head.from(), head.to());
                if (format == null && fourCc == FourCc.OPUS && frame.length > 0) {
                    header(fourCc, headerOf(frame));
                }
                yield frame(frame, nanos);
            }
            default -> null; // the sequence's end, how channels are placed
        };
    }

    /** Opus says everything in each packet: some senders leave the header out. */
    private static Bytes headerOf(byte[] packet) {
        return OpusHead.ofRtp((packet[0] & STEREO) == 0 ? 1 : 2).print();
    }

    private @Nullable MediaUnit frame(byte[] frame, long nanos) {
        if (format == null || frame.length == 0) {
            return null;
        }
        lastNanos = Math.max(nanos, lastNanos);
        return new MediaUnit(format, true, lastNanos, lastNanos, frame);
    }

    private void header(FourCc codec, Bytes read) {
        if (read.equals(header) || read.size() == 0) {
            return;
        }
        if (codec == FourCc.OPUS) {
            int channels = OpusHead.parse(read).channels();
            format = new Format.Audio(Format.AudioCodec.OPUS, read, OPUS_RATE_HZ, channels);
        } else {
            AudioSpecificConfig config = AudioSpecificConfig.parse(read);
            format =
                    new Format.Audio(
                            Format.AudioCodec.AAC, read, config.sampleRateHz(), config.channels());
        }
        header = read;
    }

    private static ProtocolException unsupported(String what) {
        return new ProtocolException(
                Fault.UNSUPPORTED, what + " is not taken: publish AAC or Opus");
    }
}
