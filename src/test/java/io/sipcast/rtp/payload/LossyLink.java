package io.sipcast.rtp.payload;

import static io.sipcast.rtp.TestPackets.SSRC;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.TestPackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Loses, delays and doubles packets as its seed says, in virtual time. */
final class LossyLink {
    private static final long MS = 1_000_000;

    private final RandomGenerator random;
    private final double loss;
    private final double reordering;
    private final double duplication;
    private final List<RtpPacket> arrivals = new ArrayList<>();

    LossyLink(RandomGenerator random, double loss, double reordering, double duplication) {
        this.random = random;
        this.loss = loss;
        this.reordering = reordering;
        this.duplication = duplication;
    }

    /** A packet on its way; the sequence number may have wrapped. */
    static RtpPacket packet(int sequence, long timestamp, boolean marker, ByteBuffer payload) {
        return packet(sequence, timestamp, marker, payload, 0);
    }

    void send(int sequence, long timestamp, boolean marker, ByteBuffer payload, long nanos) {
        if (random.nextDouble() < loss) {
            return;
        }
        long delay = random.nextDouble() < reordering ? random.nextInt(1, 40) * MS : 0;
        arrivals.add(packet(sequence, timestamp, marker, payload.duplicate(), nanos + delay));
        if (random.nextDouble() < duplication) {
            long late = random.nextInt(200) * MS;
            arrivals.add(packet(sequence, timestamp, marker, payload, nanos + late));
        }
    }

    /** All packets, in the order of their arrival. */
    List<RtpPacket> arrivals() {
        arrivals.sort(Comparator.comparingLong(RtpPacket::arrivalNanos));
        return arrivals;
    }

    private static RtpPacket packet(
            int sequence, long timestamp, boolean marker, ByteBuffer payload, long nanos) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return TestPackets.packet(
                sequence & 0xFFFF, timestamp & 0xFFFF_FFFFL, SSRC, marker, nanos, bytes);
    }
}
