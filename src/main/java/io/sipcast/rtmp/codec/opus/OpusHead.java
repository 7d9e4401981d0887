package io.sipcast.rtmp.codec.opus;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The identification header of Opus, RFC 7845 §5.1, which enhanced RTMP takes as its sequence
 * header. Its numbers are little-endian.
 *
 * <pre>
 * "OpusHead" | version 8 | channels 8 | pre-skip 16 | input rate 32 | gain 16 | mapping 8 |
 * (streams 8 | coupled 8 | a channel of the decoder 8 for each, where the mapping is not 0)
 * </pre>
 *
 * @param preSkip samples at 48 kHz that a decoder throws away at the beginning
 * @param inputRateHz of what was encoded, for people; 0 where nobody knows
 * @param mapping 0 for one or two channels in one stream
 */
public record OpusHead(int channels, int preSkip, long inputRateHz, int mapping) {
    private static final long MAGIC = 0x4F707573_48656164L; // "OpusHead"
    private static final int FIXED_SIZE = 19;
    private static final int VERSION = 1;

    public OpusHead {
        if (channels < 1 || channels > 255) {
            throw new IllegalArgumentException(channels + " channels");
        }
    }

    /** Of packets that came over RTP, RFC 7587: nothing is to be skipped. */
    public static OpusHead ofRtp(int channels) {
        return new OpusHead(channels, 0, 48_000, 0);
    }

    /** The header's bytes, for mapping 0. */
    public Bytes print() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_SIZE);
        out.putLong(MAGIC).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) VERSION)
                .put((byte) channels)
                .putShort((short) preSkip)
                .putInt((int) inputRateHz)
                .putShort((short) 0)
                .put((byte) mapping);
        return Bytes.copyOf(out.array());
    }

    /**
     * Reads a header.
     *
     * @throws ProtocolException TRUNCATED; MALFORMED where it is none; UNSUPPORTED for more than
     *     one stream of two channels, and for a version whose major part is not 0
     */
    public static OpusHead parse(Bytes header) {
        if (header.size() < FIXED_SIZE) {
            throw new ProtocolException(
                    Fault.TRUNCATED, "Opus header of " + header.size() + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(header.toArray());
        if (in.getLong() != MAGIC) {
            throw new ProtocolException(Fault.MALFORMED, "no Opus header");
        }
        in.order(ByteOrder.LITTLE_ENDIAN);
        int version = in.get() & 0xFF;
        int channels = in.get() & 0xFF;
        int preSkip = in.getShort() & 0xFFFF;
        long rate = in.getInt() & 0xFFFF_FFFFL;
        in.getShort(); // gain: as good as never used
        int mapping = in.get() & 0xFF;
        if (version >>> 4 != 0 || channels > 2 || mapping != 0) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED,
                    "Opus of version %d, %d channels, mapping %d"
                            .formatted(version, channels, mapping));
        }
        if (channels == 0) {
            throw new ProtocolException(Fault.MALFORMED, "Opus without channels");
        }
        return new OpusHead(channels, preSkip, rate, mapping);
    }
}
