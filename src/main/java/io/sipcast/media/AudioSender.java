package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * What the callee hears of us: silence, a packet every 20 ms, because bridges hang up on who sends
 * nothing, and NATs forget him; and keys that are pressed, in place of the silence (RFC 4733). Both
 * share their sequence numbers and the clock of their timestamps.
 */
final class AudioSender {
    private static final long PACKET_NANOS = 20_000_000L;

    /** Ticks later than this are not made up for. */
    private static final long MAX_LATE_NANOS = 100_000_000L;

    private static final byte[] PCMU_SILENCE = silence(G711.PCMU);
    private static final byte[] PCMA_SILENCE = silence(G711.PCMA);
    private static final byte[] OPUS_SILENCE = OpusPacket.silence();

    private final RtpSender sender;
    private final int clockHz;
    private final int packetTicks;
    private final long startNanos;
    private final EventSender key;
    private long number;
    private boolean paused = true;

    /**
     * Begins now.
     *
     * @param clockHz of the audio codec's timestamps, which the events share
     */
    AudioSender(RtpSender sender, int clockHz, long nowNanos) {
        this.sender = sender;
        this.clockHz = clockHz;
        this.packetTicks = clockHz / 50;
        this.startNanos = nowNanos;
        this.key = new EventSender(packetTicks);
    }

    /** Gives out the packets that are due. */
    void poll(AudioTrack track, long nowNanos, Sink<? super ByteBuffer> out) {
        long late = nowNanos - dueNanos();
        if (late > MAX_LATE_NANOS) {
            number = (nowNanos - startNanos) / PACKET_NANOS;
            paused = true;
        }
        for (; nowNanos - dueNanos() >= 0; number++) {
            if (key.pressed() && track.events().taken()) {
                press(track, out);
            } else {
                key.drop();
                out.accept(silence(track));
            }
        }
    }

    /** Nothing may be sent now: a key that is pressed is let go. */
    void pause() {
        key.drop();
    }

    /**
     * Presses a key with the next packet. One that is still pressed is dropped.
     *
     * @return when it will be let go; two more packets then repeat that
     */
    long press(int event, Duration duration) {
        long nanos = duration.toNanos();
        key.press(event, number * packetTicks, nanos * clockHz / 1_000_000_000L);
        return dueNanos() + nanos;
    }

    private long dueNanos() {
        return startNanos + number * PACKET_NANOS;
    }

    private void press(AudioTrack track, Sink<? super ByteBuffer> out) {
        paused = false;
        key.next(
                number * packetTicks,
                (marker, ticks, event) -> {
                    ByteBuffer payload = ByteBuffer.allocate(TelephoneEvent.SIZE);
                    event.write(payload);
                    int type = track.events().send().orElseThrow();
                    out.accept(packet(marker, type, ticks, payload.flip()));
                });
    }

    private ByteBuffer silence(AudioTrack track) {
        byte[] silence = silence(track.send().encoding());
        boolean marker = paused; // RFC 3551 §4.1: on the first packet after a pause
        paused = false;
        return packet(
                marker, track.send().payloadType(), number * packetTicks, ByteBuffer.wrap(silence));
    }

    private static byte[] silence(AudioEncoding encoding) {
        return switch (encoding) {
            case PCMU -> PCMU_SILENCE;
            case PCMA -> PCMA_SILENCE;
            case OPUS -> OPUS_SILENCE;
        };
    }

    private static byte[] silence(G711 law) {
        byte[] payload = new byte[G711.SAMPLE_RATE_HZ / 50];
        Arrays.fill(payload, law.silence());
        return payload;
    }

    private ByteBuffer packet(boolean marker, int type, long ticks, ByteBuffer payload) {
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.remaining());
        sender.write(datagram, marker, type, ticks, payload);
        return datagram.flip();
    }
}
