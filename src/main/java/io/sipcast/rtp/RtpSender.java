package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One source that we are: numbers its packets, and counts them for the sender reports. SSRC, first
 * sequence number and timestamp are random, RFC 3550 §5.1.
 */
public final class RtpSender {
    private static final long LOW = 0xFFFF_FFFFL;

    private final int ssrc;
    private final long firstTimestamp;
    private int sequence;
    private long packets;
    private long octets;

    public RtpSender(RandomGenerator random) {
        this.ssrc = random.nextInt();
        this.firstTimestamp = random.nextInt() & LOW;
        // half of the range, so that a wrap is far: RFC 3711 §3.3.1 has trouble with an early one
        this.sequence = random.nextInt(1 << 15);
    }

    /**
     * Writes one packet.
     *
     * @param ticks of the payload's clock since the source began
     * @param payload read to its end
     */
    public void write(
            ByteBuffer out, boolean marker, int payloadType, long ticks, ByteBuffer payload) {
        RtpPacket.writeHeader(out, marker, payloadType, sequence, timestamp(ticks), ssrc);
        octets += payload.remaining();
        packets++;
        sequence = (sequence + 1) & 0xFFFF;
        out.put(payload);
    }

    /** The report that belongs to this wall-clock time and these ticks. */
    public SenderReport report(NtpTime ntp, long ticks, List<ReportBlock> blocks) {
        return new SenderReport(ssrc, ntp, timestamp(ticks), packets & LOW, octets & LOW, blocks);
    }

    public int ssrc() {
        return ssrc;
    }

    /** The sequence number of the next packet. */
    public int nextSequence() {
        return sequence;
    }

    public long packets() {
        return packets;
    }

    /** Payload bytes. */
    public long octets() {
        return octets;
    }

    private long timestamp(long ticks) {
        return (firstTimestamp + ticks) & LOW;
    }
}
