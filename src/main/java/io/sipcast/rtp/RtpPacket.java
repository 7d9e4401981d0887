package io.sipcast.rtp;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One received RTP packet, RFC 3550 §5.1, over the one copy of its datagram. Padding, the CSRC list
 * and the header extension are left out of the payload.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |V=2|P|X|  CC   |M|     PT      |            sequence           |
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |                           timestamp                           |
 * +---------------------------------------------------------------+
 * |                             SSRC                              |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class RtpPacket {
    /** Bytes of the fixed header. */
    public static final int HEADER_SIZE = 12;

    private static final int VERSION_2 = 0b10_0_0_0000;
    private static final int VERSION_MASK = 0b11_0_0_0000;
    private static final int PADDING = 0b00_1_0_0000;
    private static final int EXTENSION = 0b00_0_1_0000;
    private static final int CSRC_COUNT = 0b1111;

    private final byte[] bytes;
    private final int extensionOffset;
    private final int payloadOffset;
    private final int payloadLength;
    private final long arrivalNanos;

    private RtpPacket(byte[] bytes, long arrivalNanos) {
        this.bytes = bytes;
        this.arrivalNanos = arrivalNanos;
        need(bytes.length, HEADER_SIZE);
        if ((bytes[0] & VERSION_MASK) != VERSION_2) {
            throw new ProtocolException(Fault.UNSUPPORTED, "RTP version of byte " + bytes[0]);
        }
        int afterCsrcs = HEADER_SIZE + 4 * csrcCount();
        need(bytes.length, afterCsrcs);
        this.extensionOffset = (bytes[0] & EXTENSION) == 0 ? 0 : afterCsrcs;
        this.payloadOffset = afterCsrcs + extensionSize();
        need(bytes.length, payloadOffset);
        this.payloadLength = bytes.length - payloadOffset - paddingSize();
    }

    /**
     * Copies what remains of the datagram and takes its fields apart.
     *
     * @throws ProtocolException TRUNCATED, UNSUPPORTED for another version, or MALFORMED for
     *     padding longer than the packet
     */
    public static RtpPacket read(ByteBuffer datagram, long arrivalNanos) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return new RtpPacket(bytes, arrivalNanos);
    }

    /**
     * Writes the fixed header of a packet to send; the payload follows it.
     *
     * @param payloadType 7 bits; of {@code sequence} the low 16 and of {@code timestamp} the low 32
     *     are taken
     */
    public static void writeHeader(
            ByteBuffer out,
            boolean marker,
            int payloadType,
            int sequence,
            long timestamp,
            int ssrc) {
        if ((payloadType & ~0x7F) != 0) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
        out.put((byte) VERSION_2)
                .put((byte) (marker ? payloadType | 0x80 : payloadType))
                .putShort((short) sequence)
                .putInt((int) timestamp)
                .putInt(ssrc);
    }

    public boolean marker() {
        return bytes[1] < 0;
    }

    public int payloadType() {
        return bytes[1] & 0x7F;
    }

    /** 16 bits, unsigned. */
    public int sequence() {
        return u16(2);
    }

    /** In ticks of the payload's clock; 32 bits, unsigned. */
    public long timestamp() {
        return u32(4);
    }

    public int ssrc() {
        return (int) u32(8);
    }

    /** How many sources a mixer says it mixed; they are skipped. */
    public int csrcCount() {
        return bytes[0] & CSRC_COUNT;
    }

    /** On the clock of the receiver's {@code nowNanos}. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** The whole packet, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the payload starts in {@link #bytes()}. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Without padding; may be 0. */
    public int payloadLength() {
        return payloadLength;
    }

    /** A view of one header extension element by its negotiated id, RFC 8285; null if absent. */
    public @Nullable ByteBuffer extension(int id) {
        return extensionOffset == 0
                ? null
                : HeaderExtension.find(bytes, extensionOffset, payloadOffset, id);
    }

    private int extensionSize() {
        if (extensionOffset == 0) {
            return 0;
        }
        need(bytes.length, extensionOffset + HeaderExtension.HEADER_SIZE);
        return HeaderExtension.HEADER_SIZE + 4 * u16(extensionOffset + 2);
    }

    private int paddingSize() {
        if ((bytes[0] & PADDING) == 0) {
            return 0;
        }
        int size = bytes[bytes.length - 1] & 0xFF;
        if (size == 0 || size > bytes.length - payloadOffset) {
            throw new ProtocolException(Fault.MALFORMED, "RTP padding of " + size + " bytes");
        }
        return size;
    }

    private int u16(int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    private long u32(int at) {
        return ((long) u16(at) << 16) | u16(at + 2);
    }

    private static void need(int have, int need) {
        if (have < need) {
            throw new ProtocolException(
                    Fault.TRUNCATED, "RTP packet of " + have + " bytes, " + need + " needed");
        }
    }

    @Override
    public String toString() {
        return "RTP pt=%d seq=%d ts=%d ssrc=%08x %s%d bytes"
                .formatted(
                        payloadType(),
                        sequence(),
                        timestamp(),
                        ssrc(),
                        marker() ? "marker " : "",
                        payloadLength);
    }
}
