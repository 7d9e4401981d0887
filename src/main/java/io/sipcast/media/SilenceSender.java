package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends silence, a packet every 20 ms: bridges hang up on who sends nothing, and NATs forget him.
 */
final class SilenceSender {
    private static final int SAMPLES = 160;
    private static final long PACKET_NANOS = 20_000_000L;

    /** Ticks later than this are not made up for. */
    private static final long MAX_LATE_NANOS = 100_000_000L;

    private final RtpSender sender;
    private final byte[] silence = new byte[SAMPLES];
    private final long startNanos;
    private long number;
    private boolean paused = true;

    SilenceSender(RtpSender sender, long nowNanos) {
        this.sender = sender;
        this.startNanos = nowNanos;
    }

    /** The next packet that is due, or null. */
    @Nullable ByteBuffer poll(AudioTrack track, long nowNanos) {
        long due = startNanos + number * PACKET_NANOS;
        if (nowNanos - due < 0) {
            return null;
        }
        if (nowNanos - due > MAX_LATE_NANOS) {
            number = (nowNanos - startNanos) / PACKET_NANOS;
            paused = true;
        }
        Arrays.fill(silence, track.codec().silence());
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + SAMPLES);
        sender.write(
                datagram,
                paused, // RFC 3551 §4.1: the marker is on the first packet after a pause
                track.payloadType(),
                number * SAMPLES,
                ByteBuffer.wrap(silence));
        paused = false;
        number++;
        return datagram.flip();
    }
}
