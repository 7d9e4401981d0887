package io.sipcast.rtp;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An RTCP datagram: packets one behind the other, RFC 3550 §6.1. Reading takes them in any order
 * and alone (reduced size, RFC 5506).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-+---------+---------------+-------------------------------+
 * |V=2|P|  count  |      PT       |  length in words, minus one   |
 * +---+-+---------+---------------+-------------------------------+
 * </pre>
 */
public final class RtcpCompound {
    static final int HEADER_SIZE = 4;

    private static final int VERSION_2 = 0x80;
    private static final int VERSION_MASK = 0xC0;
    private static final int PADDING = 0x20;
    private static final int COUNT = 0x1F;

    private RtcpCompound() {}

    /**
     * Reads all packets. One whose inside makes no sense is kept as {@link UnknownRtcp}, so that a
     * peer's odd SDES does not cost its sender reports.
     *
     * @throws ProtocolException TRUNCATED, UNSUPPORTED for another version or MALFORMED for wrong
     *     padding
     */
    public static List<RtcpPacket> read(ByteBuffer datagram) {
        List<RtcpPacket> packets = new ArrayList<>();
        do {
            packets.add(readOne(datagram));
        } while (datagram.hasRemaining());
        return packets;
    }

    /** Writes the packets as they are given; the first of a compound is to be a report. */
    public static void write(List<? extends RtcpPacket> packets, ByteBuffer out) {
        for (RtcpPacket packet : packets) {
            int start = out.position();
            out.put((byte) (VERSION_2 | packet.count())).put((byte) packet.packetType());
            out.putShort((short) 0);
            packet.writeBody(out);
            int words = (out.position() - start) / 4;
            out.putShort(start + 2, (short) (words - 1));
        }
    }

    private static RtcpPacket readOne(ByteBuffer in) {
        if (in.remaining() < HEADER_SIZE) {
            throw new ProtocolException(Fault.TRUNCATED, "RTCP header: " + in.remaining());
        }
        int first = in.get() & 0xFF;
        int type = in.get() & 0xFF;
        int length = 4 * (in.getShort() & 0xFFFF);
        if ((first & VERSION_MASK) != VERSION_2) {
            throw new ProtocolException(Fault.UNSUPPORTED, "RTCP version of byte " + first);
        }
        if (length > in.remaining()) {
            throw new ProtocolException(
                    Fault.TRUNCATED, "RTCP packet: " + in.remaining() + " of " + length);
        }
        ByteBuffer body = in.slice(in.position(), length);
        in.position(in.position() + length);
        if ((first & PADDING) != 0) {
            stripPadding(body);
        }
        return readBody(type, first & COUNT, body);
    }

    private static void stripPadding(ByteBuffer body) {
        int size = body.hasRemaining() ? body.get(body.limit() - 1) & 0xFF : 0;
        if (size == 0 || size % 4 != 0 || size > body.remaining()) {
            throw new ProtocolException(Fault.MALFORMED, "RTCP padding: " + size);
        }
        body.limit(body.limit() - size);
    }

    private static RtcpPacket readBody(int type, int count, ByteBuffer body) {
        try {
            return switch (type) {
                case SenderReport.TYPE -> SenderReport.read(count, body);
                case ReceiverReport.TYPE -> ReceiverReport.read(count, body);
                case SourceDescription.TYPE -> SourceDescription.read(count, body);
                case Goodbye.TYPE -> Goodbye.read(count, body);
                case Nack.TYPE ->
                        count == Nack.FORMAT ? Nack.read(body) : unknown(type, count, body);
                case PictureLoss.TYPE -> readPayloadFeedback(count, body);
                default -> unknown(type, count, body);
            };
        } catch (BufferUnderflowException _) {
            return unknown(type, count, body);
        }
    }

    private static RtcpPacket readPayloadFeedback(int format, ByteBuffer body) {
        return switch (format) {
            case PictureLoss.FORMAT -> PictureLoss.read(body);
            case FullIntraRequest.FORMAT -> FullIntraRequest.read(body);
            default -> unknown(PictureLoss.TYPE, format, body);
        };
    }

    private static UnknownRtcp unknown(int type, int count, ByteBuffer body) {
        byte[] bytes = new byte[body.limit()];
        body.get(0, bytes);
        return new UnknownRtcp(type, count, Bytes.copyOf(bytes));
    }
}
