package io.sipcast.peer;

import io.sipcast.rtp.RtpPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * RTP as tcpdump would have caught it on an Ethernet: a file of libpcap's format, for peers that
 * play such files.
 */
public final class RtpCapture {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEADER = 14;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int HEADERS = ETHERNET_HEADER + IP_HEADER + UDP_HEADER;
    private static final int LOOPBACK = 0x7F000001;
    private static final int PORT = 20_000;
    private static final long CLOCK_HZ = 90_000;

    private RtpCapture() {}

    /**
     * Writes packets of pictures. Each is sent when the latest picture so far is to be shown: those
     * of B pictures with the one that they follow.
     *
     * @param payloadType that the packets get
     */
    public static Path write(List<byte[]> packets, int payloadType) {
        Path file = PeerProcess.folder("capture").resolve("pictures.pcap");
        try {
            return Files.write(file, bytes(packets, payloadType));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(List<byte[]> packets, int payloadType) {
        int size = packets.stream().mapToInt(packet -> 16 + HEADERS + packet.length).sum();
        ByteBuffer out = ByteBuffer.allocate(24 + size);
        out.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putLong(0);
        out.putInt(65_535).putInt(ETHERNET);
        long first = timestamp(packets.getFirst());
        long latest = 0;
        for (byte[] packet : packets) {
            int ticks = (int) (timestamp(packet) - first);
            latest = Math.max(latest, ticks);
            long micros = latest * 1_000_000 / CLOCK_HZ;
            out.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
            out.putInt(HEADERS + packet.length).putInt(HEADERS + packet.length);
            headers(out, packet.length);
            out.put(packet[0]).put((byte) ((packet[1] & 0x80) | payloadType));
            out.put(packet, 2, packet.length - 2);
        }
        return out.array();
    }

    /** Ethernet without addresses, IPv4 and UDP without checksums. */
    private static void headers(ByteBuffer out, int size) {
        out.putInt(0).putLong(0).putShort((short) 0x0800);
        out.putShort((short) 0x4500).putShort((short) (IP_HEADER + UDP_HEADER + size));
        out.putInt(0).putShort((short) (64 << 8 | 17)).putShort((short) 0);
        out.putInt(LOOPBACK).putInt(LOOPBACK);
        out.putShort((short) PORT).putShort((short) PORT);
        out.putShort((short) (UDP_HEADER + size)).putShort((short) 0);
    }

    private static long timestamp(byte[] packet) {
        return RtpPacket.read(ByteBuffer.wrap(packet), 0).timestamp();
    }
}
