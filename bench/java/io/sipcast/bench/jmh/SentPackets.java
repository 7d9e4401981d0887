package io.sipcast.bench.jmh;

import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.H264Packetizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The packets of a second, sent over and over as if they were new: the same arrays, with other
 * sequence numbers and timestamps. Nothing is allocated to send them.
 */
final class SentPackets {
    static final int PICTURE_TYPE = 96;
    static final int PICTURES_A_SECOND = 25;

    private static final int SSRC = 0x5EC0_0D;
    private static final int SEQUENCE_AT = 2;
    private static final int TIMESTAMP_AT = 4;

    /** 640x360. */
    private static final byte[] SPS =
            HexFormat.of().parseHex("6742c01ed900a02ff97011000003000100000300320f162e48");

    private static final byte[] PPS = HexFormat.of().parseHex("68cb83cb20");

    private final List<ByteBuffer> packets;
    private final int ticksASecond;
    private final int[] offsets;
    private long sent;

    private SentPackets(int ticksASecond, List<ByteBuffer> packets, List<Integer> ticks) {
        this.ticksASecond = ticksASecond;
        this.packets = List.copyOf(packets);
        offsets = ticks.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Speech in packets of 20 ms. */
    static SentPackets g711() {
        short[] second = Speech.second(G711.SAMPLE_RATE_HZ);
        List<ByteBuffer> packets = new ArrayList<>();
        List<Integer> ticks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ByteBuffer packet = ByteBuffer.allocate(172);
            RtpPacket.writeHeader(packet, false, G711.PCMU.payloadType(), 0, 0, SSRC);
            for (short sample : Speech.block(second, i)) {
                packet.put(G711.PCMU.encode(sample));
            }
            packets.add(packet.flip());
            ticks.add(160 * i);
        }
        return new SentPackets(G711.SAMPLE_RATE_HZ, packets, ticks);
    }

    /**
     * H.264 of 640x360 at 25 pictures and 500 kbit/s: a key frame and 24 others, of which small
     * ones are single NAL units and most are fragmented (FU-A).
     */
    static SentPackets h264() {
        List<ByteBuffer> packets = new ArrayList<>();
        List<Integer> ticks = new ArrayList<>();
        var packetizer = new H264Packetizer();
        for (int i = 0; i < PICTURES_A_SECOND; i++) {
            int time = 90_000 / PICTURES_A_SECOND * i;
            packetizer.packetize(
                    picture(i),
                    (payload, last) -> {
                        ByteBuffer packet = ByteBuffer.allocate(12 + payload.remaining());
                        RtpPacket.writeHeader(packet, last, PICTURE_TYPE, 0, 0, SSRC + 1);
                        packets.add(packet.put(payload).flip());
                        ticks.add(time);
                    });
        }
        return new SentPackets(90_000, packets, ticks);
    }

    /** An access unit as NAL units behind their lengths: the first one is a key frame. */
    static byte[] picture(int number) {
        boolean key = number == 0;
        byte[] slice = new byte[key ? 14_000 : 800 + number * 977 % 2600];
        new Random(number).nextBytes(slice);
        byte[] head = HexFormat.of().parseHex(key ? "6588840a" : "419a3815");
        System.arraycopy(head, 0, slice, 0, head.length);
        return Avcc.join(key ? List.of(SPS, PPS, slice) : List.of(slice));
    }

    /** How many there are in a second. */
    int size() {
        return packets.size();
    }

    /** When the next one is due after the first, in nanoseconds. */
    long nextNanos() {
        long nanos = 1_000_000_000L;
        long offset = offsets[(int) (sent % offsets.length)];
        return sent / offsets.length * nanos + offset * nanos / ticksASecond;
    }

    /** The next one, to be read before the one after it is taken. */
    ByteBuffer next() {
        int at = (int) (sent % offsets.length);
        ByteBuffer packet = packets.get(at).rewind();
        packet.putShort(SEQUENCE_AT, (short) sent);
        packet.putInt(TIMESTAMP_AT, (int) (sent / offsets.length * ticksASecond + offsets[at]));
        sent++;
        return packet;
    }
}
