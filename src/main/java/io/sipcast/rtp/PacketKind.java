package io.sipcast.rtp;

import java.nio.ByteBuffer;

/** What a datagram on a media port is, by its first two bytes: RFC 5761 §4, RFC 7983 §7. */
public enum PacketKind {
    RTP,
    RTCP,
    /** A record of DTLS. */
    DTLS,
    /** STUN, a keep-alive of a few zero bytes, noise. */
    OTHER;

    private static final int VERSION_2 = 2;
    private static final int FIRST_RTCP_TYPE = 192;
    private static final int LAST_RTCP_TYPE = 223;
    private static final int FIRST_DTLS = 20;
    private static final int LAST_DTLS = 63;

    /** Looks at the datagram and leaves its position where it is. */
    public static PacketKind of(ByteBuffer datagram) {
        if (datagram.remaining() < 2) {
            return OTHER;
        }
        int at = datagram.position();
        int first = datagram.get(at) & 0xFF;
        if (first >> 6 != VERSION_2) {
            return first >= FIRST_DTLS && first <= LAST_DTLS ? DTLS : OTHER;
        }
        int type = datagram.get(at + 1) & 0xFF;
        return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE ? RTCP : RTP;
    }
}
