package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.PacketKind;
import io.sipcast.rtp.ReceptionStats;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SenderReport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One track's datagrams: into its path, its statistics, its RTCP. */
final class TrackSession {
    private static final double MILLIS = 1e6;

    private final JitterStage jitter;
    private final Path<RtpPacket> path;
    private final RtcpTrack rtcp;
    private final long startNanos;

    private final BitRate bitRate = new BitRate();
    private long packets;
    private long malformed;
    private long firstNanos;
    private long lastNanos;

    TrackSession(JitterStage jitter, Path<RtpPacket> path, RtcpTrack rtcp, long startNanos) {
        this.jitter = jitter;
        this.path = path;
        this.rtcp = rtcp;
        this.startNanos = startNanos;
    }

    Path<RtpPacket> path() {
        return path;
    }

    RtcpTrack rtcp() {
        return rtcp;
    }

    JitterBuffer jitterBuffer() {
        return jitter.buffer();
    }

    /** Whether no packet waits for one before it. */
    boolean inOrder() {
        return jitter.buffer().held() == null;
    }

    /** Whether a packet has come. */
    boolean alive() {
        return packets > 0;
    }

    /** When the last packet came; when the session began, before the first. */
    long lastRtpNanos() {
        return packets > 0 ? lastNanos : startNanos;
    }

    /**
     * Takes what came to the RTP port.
     *
     * @return a sender report: some peers multiplex though it was not negotiated
     */
    @Nullable SenderReport rtp(ByteBuffer datagram, long nowNanos) {
        return switch (PacketKind.of(datagram)) {
            case RTP -> {
                media(datagram, nowNanos);
                yield null;
            }
            case RTCP -> rtcp(datagram, nowNanos);
            case DTLS, OTHER -> {
                malformed++;
                yield null;
            }
        };
    }

    /** Takes what came to the RTCP port; returns a sender report of the current source. */
    @Nullable SenderReport rtcp(ByteBuffer datagram, long nowNanos) {
        try {
            return rtcp.received(datagram, nowNanos);
        } catch (ProtocolException _) {
            malformed++;
            return null;
        }
    }

    /**
     * Does what is due.
     *
     * @param readUntilNanos what had come by then has been read
     */
    void tick(long readUntilNanos, long nowNanos) {
        bitRate.tick(nowNanos);
        path.tick(readUntilNanos);
    }

    /** Our RTP time of this moment. */
    long ticksAt(long nowNanos) {
        return rtcp.ticksAt(nowNanos);
    }

    MediaStats.Packets stats(long packetsSent) {
        return stats(packetsSent, rtcp.roundTripNanos());
    }

    /**
     * Likewise, of a track whose round trip another may know.
     *
     * @param roundTrip in nanoseconds; negative while unknown
     */
    MediaStats.Packets stats(long packetsSent, long roundTrip) {
        JitterBuffer buffer = jitter.buffer();
        ReceptionStats reception = rtcp.reception();
        return new MediaStats.Packets(
                path.snapshot(),
                reception.ssrc(),
                packets,
                buffer.lostTotal(),
                buffer.duplicates(),
                buffer.late(),
                buffer.restarts(),
                malformed,
                bitRate.bitsPerSecond(),
                1000.0 * reception.jitterTicks() / reception.clockRateHz(),
                Math.round(buffer.target().nanos() / MILLIS),
                roundTrip < 0 ? -1 : Math.round(roundTrip / MILLIS),
                packets == 0 ? -1 : Math.max(0, Math.round((firstNanos - startNanos) / MILLIS)),
                packetsSent);
    }

    private void media(ByteBuffer datagram, long nowNanos) {
        RtpPacket packet;
        try {
            packet = RtpPacket.read(datagram, nowNanos);
        } catch (ProtocolException _) {
            malformed++;
            return;
        }
        firstNanos = packets == 0 ? nowNanos : firstNanos;
        lastNanos = nowNanos;
        packets++;
        bitRate.add(packet.payloadLength());
        rtcp.received(packet);
        path.accept(packet);
    }
}
