package io.sipcast.bench.jmh;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AccessUnit;
import io.sipcast.rtp.payload.H264Depacketizer;
import io.sipcast.rtp.payload.H264Packetizer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** H.264 in RTP, RFC 6184: pictures of 640x360 at 500 kbit/s. */
public class PictureParts extends Measured {
    private final SentPackets packets = SentPackets.h264();
    private final RtpPacket[] read = new RtpPacket[packets.size()];
    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private final H264Packetizer packetizer = new H264Packetizer();
    private final byte[][] pictures = new byte[SentPackets.PICTURES_A_SECOND][];
    private int next;
    private int nextPicture;

    /** With the packets of a second. */
    public PictureParts() {
        for (int i = 0; i < read.length; i++) {
            read[i] = RtpPacket.read(packets.next(), 0);
        }
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = SentPackets.picture(i);
        }
    }

    /** One packet; the last of each picture gives it out. */
    @Benchmark
    public @Nullable AccessUnit depacketizePacket() {
        depacketizer.put(read[next]);
        next = (next + 1) % read.length;
        return depacketizer.poll();
    }

    /** One picture; what is allocated is the lambda. */
    @Benchmark
    public void packetizePicture(Blackhole taken) {
        packetizer.packetize(pictures[nextPicture], (payload, _) -> take(payload, taken));
        nextPicture = (nextPicture + 1) % pictures.length;
    }

    private static void take(ByteBuffer payload, Blackhole taken) {
        taken.consume(payload.remaining());
    }
}
