package io.sipcast.rtp;

import io.sipcast.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * An RTCP packet that we have no use for (APP, XR, other feedback) or that makes no sense inside.
 *
 * @param body what follows the header, whole words
 */
public record UnknownRtcp(int packetType, int count, Bytes body) implements RtcpPacket {
    public UnknownRtcp {
        if ((packetType & ~0xFF) != 0 || (count & ~0x1F) != 0 || body.size() % 4 != 0) {
            throw new IllegalArgumentException("RTCP field out of range");
        }
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.put(body.toArray());
    }
}
