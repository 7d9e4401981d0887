package io.sipcast.rtp.srtp;

import java.nio.ByteBuffer;

/** What of an RTP header SRTP has to know, RFC 3550 §5.1; positions stay where they are. */
final class SrtpHeader {
    static final int FIXED = 12;
    private static final int EXTENSION = 0x10;
    private static final int SOURCES = 0x0F;

    private SrtpHeader() {}

    /** With contributing sources and extension; -1 when the packet is too short for it. */
    static int length(ByteBuffer packet) {
        int size = packet.remaining();
        if (size < FIXED) {
            return -1;
        }
        int at = packet.position();
        int first = packet.get(at);
        int length = FIXED + 4 * (first & SOURCES);
        if ((first & EXTENSION) != 0) {
            if (size < length + 4) {
                return -1;
            }
            length += 4 + 4 * (packet.getShort(at + length + 2) & 0xFFFF);
        }
        return length <= size ? length : -1;
    }

    static int sequence(ByteBuffer packet) {
        return packet.getShort(packet.position() + 2) & 0xFFFF;
    }

    static int ssrc(ByteBuffer packet) {
        return packet.getInt(packet.position() + 8);
    }
}
