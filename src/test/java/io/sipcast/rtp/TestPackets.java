package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Packets for tests, made through the bytes as they would arrive. */
public final class TestPackets {
    public static final int SSRC = 0x5150;

    private TestPackets() {}

    public static RtpPacket packet(
            int sequence, long timestamp, int ssrc, boolean marker, long nanos, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
        RtpPacket.writeHeader(out, marker, 96, sequence, timestamp, ssrc);
        out.put(payload);
        return RtpPacket.read(out.flip(), nanos);
    }

    /** No marker, no payload to speak of, 160 ticks a packet. */
    public static RtpPacket packet(int sequence, long nanos) {
        return packet(sequence, sequence * 160L, SSRC, false, nanos, new byte[] {1});
    }

    public static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
