package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the port of a track open on which we send nothing: an RTP packet without payload, of a type
 * that nobody negotiated (RFC 6263 §4.6). RTCP does it for its own port only, as the two are not
 * multiplexed; an empty datagram would not latch an SBC, which looks for RTP; a wrong version
 * (§4.5) is dropped by some of them as an attack.
 *
 * <p>Three at once at the start, as one may be lost, then one every 5 to 15 s.
 */
final class KeepAlive {
    private static final int BURST = 3;
    private static final long BURST_NANOS = 20_000_000L;
    private static final long LEAST_NANOS = 5_000_000_000L;
    private static final long SPREAD_NANOS = 10_000_000_000L;

    private final RtpSender sender;
    private final RandomGenerator random;
    private final SendClock clock;
    private long dueNanos;
    private int burst = BURST;

    KeepAlive(RtpSender sender, SendClock clock, RandomGenerator random, long nowNanos) {
        this.sender = sender;
        this.random = random;
        this.clock = clock;
        this.dueNanos = nowNanos;
    }

    /** The peer may be elsewhere now: begin as at the start. */
    void restart(long nowNanos) {
        burst = BURST;
        dueNanos = nowNanos;
    }

    /** The packet that is due, or null. */
    @Nullable ByteBuffer poll(int unusedPayloadType, long nowNanos) {
        if (nowNanos - dueNanos < 0) {
            return null;
        }
        burst = Math.max(0, burst - 1);
        dueNanos =
                nowNanos + (burst > 0 ? BURST_NANOS : LEAST_NANOS + random.nextLong(SPREAD_NANOS));
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_SIZE);
        long ticks = clock.ticksAt(nowNanos);
        sender.write(datagram, false, unusedPayloadType, ticks, ByteBuffer.allocate(0));
        return datagram.flip();
    }
}
