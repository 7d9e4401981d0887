package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * SR, RFC 3550 §6.4.1: which RTP time a source had at which wall-clock time, and what it receives.
 *
 * @param rtpTimestamp the RTP time at {@code ntp}; 32 bits, unsigned
 * @param packets sent so far; 32 bits, unsigned
 * @param octets of payload sent so far; 32 bits, unsigned
 */
public record SenderReport(
        int ssrc,
        NtpTime ntp,
        long rtpTimestamp,
        long packets,
        long octets,
        List<ReportBlock> blocks)
        implements RtcpPacket {
    static final int TYPE = 200;

    /** As many blocks as the count field takes. */
    static final int MAX_BLOCKS = 31;

    private static final long LOW = 0xFFFF_FFFFL;

    public SenderReport {
        blocks = List.copyOf(blocks);
        if (blocks.size() > MAX_BLOCKS || ((rtpTimestamp | packets | octets) & ~LOW) != 0) {
            throw new IllegalArgumentException("sender report field out of range");
        }
    }

    static SenderReport read(int count, ByteBuffer in) {
        return new SenderReport(
                in.getInt(),
                new NtpTime(in.getLong()),
                in.getInt() & LOW,
                in.getInt() & LOW,
                in.getInt() & LOW,
                readBlocks(count, in));
    }

    /** What follows the blocks is an extension of a profile, and skipped. */
    static List<ReportBlock> readBlocks(int count, ByteBuffer in) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(ReportBlock.read(in));
        }
        return blocks;
    }

    @Override
    public int packetType() {
        return TYPE;
    }

    @Override
    public int count() {
        return blocks.size();
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(ssrc)
                .putLong(ntp.bits())
                .putInt((int) rtpTimestamp)
                .putInt((int) packets)
                .putInt((int) octets);
        blocks.forEach(block -> block.write(out));
    }
}
