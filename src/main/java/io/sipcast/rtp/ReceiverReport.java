package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.List;

/** RR, RFC 3550 §6.4.2: from one that sends nothing. */
public record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
    static final int TYPE = 201;

    public ReceiverReport {
        blocks = List.copyOf(blocks);
        if (blocks.size() > SenderReport.MAX_BLOCKS) {
            throw new IllegalArgumentException(blocks.size() + " report blocks");
        }
    }

    static ReceiverReport read(int count, ByteBuffer in) {
        return new ReceiverReport(in.getInt(), SenderReport.readBlocks(count, in));
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
        out.putInt(ssrc);
        blocks.forEach(block -> block.write(out));
    }
}
