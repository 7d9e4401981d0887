package io.sipcast.rtp.srtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Protects what one side sends with one key. There must never be two of them for a key: counters
 * would be used twice. Owned by one thread.
 */
public final class SrtpSender {
    private static final int LAST_RTCP_INDEX = 0x7FFF_FFFF;

    private final Transform transform;
    private final Sources rtp = new Sources();
    private final Scratch in = new Scratch();
    private final Scratch out = new Scratch();
    private int rtcpIndex;
    private boolean worn;

    public SrtpSender(MasterKey key) {
        transform = Transform.of(key);
    }

    /**
     * Protects an RTP packet, whose sequence numbers may come in any order, but never twice.
     *
     * @return what to send, valid until the next call; null when it is not RTP
     */
    public @Nullable ByteBuffer rtp(ByteBuffer packet) {
        int length = packet.remaining();
        int header = SrtpHeader.length(packet);
        if (header < 0) {
            return null;
        }
        int ssrc = SrtpHeader.ssrc(packet);
        Sources.Source source = rtp.find(ssrc);
        int sequence = SrtpHeader.sequence(packet);
        long index = source == null ? sequence : source.indexOf(sequence);
        if (index < 0 || (source != null && !source.window().admits(index))) {
            return null; // its key stream is used up
        }
        rtp.add(ssrc, index);
        byte[] sealed = out.sized(length + transform.rtpOverhead());
        int size = transform.sealRtp(in.copy(packet), length, header, ssrc, index, sealed);
        return out.buffer(size);
    }

    /**
     * Protects a compound RTCP packet.
     *
     * @return what to send, valid until the next call; null when it is not RTCP, or when the key is
     *     worn out
     */
    public @Nullable ByteBuffer rtcp(ByteBuffer packet) {
        int length = packet.remaining();
        if (length < Transform.RTCP_HEADER || worn) {
            return null;
        }
        int ssrc = packet.getInt(packet.position() + 4);
        byte[] sealed = out.sized(length + transform.rtcpOverhead());
        int size = transform.sealRtcp(in.copy(packet), length, ssrc, rtcpIndex, sealed);
        worn = rtcpIndex == LAST_RTCP_INDEX; // 2^31 packets: centuries
        rtcpIndex++;
        return out.buffer(size);
    }
}
