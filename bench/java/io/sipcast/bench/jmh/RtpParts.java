package io.sipcast.bench.jmh;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The steps of the packet path before there is sound or a picture, each for one packet. */
public class RtpParts extends Measured {
    /** What the packets are. */
    public enum Packets {
        G711,
        H264
    }

    @Param Packets of = Packets.G711;

    private SentPackets packets;
    private final JitterBuffer jitter = new JitterBuffer(Duration.ofMillis(60));

    /** Makes the packets. */
    @Setup
    public void make() {
        packets = of == Packets.G711 ? SentPackets.g711() : SentPackets.h264();
    }

    /** The one copy of the datagram. */
    @Benchmark
    public RtpPacket parse() {
        return RtpPacket.read(packets.next(), 0);
    }

    @Benchmark
    public @Nullable RtpPacket parseAndOrder() {
        long now = packets.nextNanos();
        jitter.put(RtpPacket.read(packets.next(), now));
        return jitter.poll(now);
    }
}
