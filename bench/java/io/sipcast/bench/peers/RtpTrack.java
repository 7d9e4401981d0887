package io.sipcast.bench.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtcpCompound;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.SourceDescription;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.SrtpSender;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call sends of one medium: RTP and its sender reports. On the loop of its sockets. */
final class RtpTrack {
    /** Room for the longest payload, its header, and the tag of SRTP. */
    private static final int PACKET_BYTES = 1280;

    private static final int REPORT_BYTES = 128;

    /** As many as are due in one turn, but for one after a stall. */
    private static final int PACKETS = 4;

    private static final long LOW_32 = 0xFFFF_FFFFL;

    /**
     * Where a track goes, and as what.
     *
     * @param key null for plain RTP
     */
    record Terms(
            InetSocketAddress rtp,
            InetSocketAddress rtcp,
            int payloadType,
            int clockHz,
            @Nullable MasterKey key) {}

    private final PacketSocket rtp;
    private final PacketSocket rtcp;
    private final Terms terms;
    private final int ssrc;
    private final @Nullable SrtpSender srtp;
    private final ByteBuffer plain = ByteBuffer.allocate(PACKET_BYTES);
    private final DatagramPacket[] ring = new DatagramPacket[PACKETS];
    private final long firstTick;
    private int next;
    private int sequence;
    private long packets;
    private long octets;

    RtpTrack(PacketSocket[] pair, Terms terms, int ssrc) {
        this.rtp = pair[0];
        this.rtcp = pair[1];
        this.terms = terms;
        this.ssrc = ssrc;
        srtp = terms.key() == null ? null : new SrtpSender(terms.key());
        firstTick = ssrc * 7919L & LOW_32; // different for each, and the same in each run
        sequence = ssrc * 31 & 0x7FFF;
        for (int i = 0; i < PACKETS; i++) {
            ring[i] = PacketSocket.packet(PACKET_BYTES, terms.rtp());
        }
    }

    /** Ticks are since the track's begin. */
    void send(byte[] payload, boolean marker, long ticks) {
        DatagramPacket packet = room();
        plain.clear();
        RtpPacket.writeHeader(
                plain, marker, terms.payloadType(), sequence++, firstTick + ticks, ssrc);
        plain.put(payload).flip();
        write(srtp == null ? plain : srtp.rtp(plain), packet.content());
        rtp.send(packet);
        packets++;
        octets += payload.length;
    }

    /** The next packet to be used again; another one for a packet that the socket still holds. */
    private DatagramPacket room() {
        int at = next;
        next = (next + 1) % PACKETS;
        if (ring[at].refCnt() > 1) {
            rtp.flush();
        }
        if (ring[at].refCnt() > 1) {
            ring[at].release();
            ring[at] = PacketSocket.packet(PACKET_BYTES, terms.rtp());
        }
        ring[at].content().clear();
        return ring[at];
    }

    private static void write(@Nullable ByteBuffer bytes, ByteBuf out) {
        if (bytes == null) {
            throw new IllegalStateException("SRTP has used up its key");
        }
        out.writeBytes(bytes);
    }

    /** Tells which RTP time it is now: the same for both tracks of a call that begin together. */
    void report(NtpTime now, long sinceBeginNanos) {
        long ticks = sinceBeginNanos / 1_000 * terms.clockHz() / 1_000_000;
        var report =
                new SenderReport(
                        ssrc,
                        now,
                        firstTick + ticks & LOW_32,
                        packets & LOW_32,
                        octets & LOW_32,
                        List.of());
        var name = new SourceDescription.Item(SourceDescription.Item.CNAME, "c" + (ssrc >>> 1));
        var source = new SourceDescription.Chunk(ssrc, List.of(name));
        ByteBuffer bytes = ByteBuffer.allocate(REPORT_BYTES);
        RtcpCompound.write(List.of(report, new SourceDescription(List.of(source))), bytes);
        bytes.flip();
        DatagramPacket packet = PacketSocket.packet(REPORT_BYTES + 32, terms.rtcp());
        write(srtp == null ? bytes : srtp.rtcp(bytes), packet.content());
        rtcp.send(packet);
        packet.release();
    }

    void close() {
        for (DatagramPacket packet : ring) {
            packet.release();
        }
    }
}
