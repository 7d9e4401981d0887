package io.sipcast.rtmp.flv;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The frame around the tags of an FLV file or stream, FLV §E.2 and §E.3. */
public final class FlvFile {
    /** Bytes of {@link #writeHeader}. */
    public static final int HEADER_SIZE = 13;

    private static final int SIGNATURE_1 = 0x464C5601; // "FLV", version 1
    private static final int HAS_AUDIO = 0b100;
    private static final int HAS_VIDEO = 0b001;

    private FlvFile() {}

    /** Writes the file header and the first back pointer. */
    public static void writeHeader(boolean hasAudio, boolean hasVideo, ByteBuffer out) {
        out.putInt(SIGNATURE_1)
                .put((byte) ((hasAudio ? HAS_AUDIO : 0) | (hasVideo ? HAS_VIDEO : 0)))
                .putInt(9)
                .putInt(0);
    }

    /**
     * Reads what {@link #writeHeader} wrote.
     *
     * @throws ProtocolException TRUNCATED, or MALFORMED for what is no FLV of version 1
     */
    public static void readHeader(ByteBuffer in) {
        if (in.remaining() < HEADER_SIZE) {
            throw new ProtocolException(Fault.TRUNCATED, "FLV header");
        }
        int signature = in.getInt();
        in.get();
        int size = in.getInt();
        if (signature != SIGNATURE_1 || size != 9 || in.getInt() != 0) {
            throw new ProtocolException(Fault.MALFORMED, "no FLV header");
        }
    }

    /**
     * Reads one tag with its back pointer, or nothing while it is not all there.
     *
     * @throws ProtocolException MALFORMED for an unknown type, a size that the back pointer denies
     */
    public static @Nullable FlvTag readTag(ByteBuffer in) {
        int start = in.position();
        if (in.remaining() < FlvTag.HEADER_SIZE) {
            return null;
        }
        FlvTag.Type type = type(in.get(start) & 0xFF);
        int size = in.getInt(start) & 0xFF_FFFF;
        int time = in.getInt(start + 4);
        if (in.remaining() < FlvTag.HEADER_SIZE + size + 4) {
            return null;
        }
        byte[] body = new byte[size];
        in.position(start + FlvTag.HEADER_SIZE).get(body);
        if (in.getInt() != FlvTag.HEADER_SIZE + size) {
            throw new ProtocolException(Fault.MALFORMED, "FLV back pointer");
        }
        long millis = Integer.toUnsignedLong(time >>> 8 | time << 24);
        return new FlvTag(type, millis, body);
    }

    private static FlvTag.Type type(int number) {
        return switch (number) {
            case 8 -> FlvTag.Type.AUDIO;
            case 9 -> FlvTag.Type.VIDEO;
            case 18 -> FlvTag.Type.SCRIPT;
            default -> throw new ProtocolException(Fault.MALFORMED, "FLV tag type " + number);
        };
    }
}
