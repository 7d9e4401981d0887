package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.SilentPayload;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the callee hears of us: silence or what a {@link SoundFeed} has, a packet as often as it
 * wants them, because bridges hang up on who sends nothing, and NATs forget him; and keys that are
 * pressed, in place of the sound (RFC 4733). Both share their sequence numbers and the clock of
 * their timestamps, which is the codec's and follows it.
 */
final class AudioSender {
    private static final long MILLI_NANOS = 1_000_000L;

    /** Ticks later than this are not made up for. */
    private static final long MAX_LATE_NANOS = 100_000_000L;

    private final RtpSender sender;
    private final SoundFeed feed;
    private final SendClock clock;
    private @Nullable AudioTrack track;
    private @Nullable SilentPayload silence;
    private long packetNanos = 20 * MILLI_NANOS;
    private final EventSender key;
    private long dueNanos;
    private boolean paused = true;

    /**
     * Begins now.
     *
     * @param clock of the audio codec's timestamps, which the events share; follows the codec from
     *     here
     */
    AudioSender(RtpSender sender, SendClock clock, SoundFeed feed, long nowNanos) {
        this.sender = sender;
        this.feed = feed;
        this.clock = clock;
        this.dueNanos = nowNanos;
        this.key = new EventSender(clock.hz() / 50);
    }

    /** Gives out the packets that are due. */
    @SuppressWarnings("ReferenceEquality") // a quick look each time; an equal one does no harm
    void poll(AudioTrack negotiated, long nowNanos, Sink<? super ByteBuffer> out) {
        SilentPayload silent = silence;
        if (silent == null || negotiated != track) {
            silent = use(negotiated);
            silence = silent;
        }
        long late = nowNanos - dueNanos;
        if (late > MAX_LATE_NANOS) {
            dueNanos += late / packetNanos * packetNanos;
            paused = true;
        }
        for (; nowNanos - dueNanos >= 0; dueNanos += packetNanos) {
            if (key.pressed() && negotiated.events().taken()) {
                press(negotiated, out);
            } else {
                key.drop();
                out.accept(sound(negotiated, silent));
            }
        }
    }

    /** From one packet to the next. */
    long packetNanos() {
        return packetNanos;
    }

    /** When the next packet goes. */
    long dueNanos() {
        return dueNanos;
    }

    /** Another codec may have other frames and another clock: a key on the old one is let go. */
    private SilentPayload use(AudioTrack negotiated) {
        AudioPayload send = negotiated.send();
        int clockHz = send.encoding().clockHz();
        if (clockHz != clock.hz()) {
            key.drop();
            clock.change(clockHz, dueNanos);
        }
        var payload =
                SilentPayload.of(send.encoding(), send.parameters(), negotiated.ptimeMillis());
        packetNanos = payload.millis() * MILLI_NANOS;
        key.pace(payload.millis() * clockHz / 1000);
        track = negotiated;
        return payload;
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
        key.press(event, clock.ticksAt(dueNanos), nanos * clock.hz() / 1_000_000_000L);
        return dueNanos + nanos;
    }

    private void press(AudioTrack negotiated, Sink<? super ByteBuffer> out) {
        paused = false;
        key.next(
                clock.ticksAt(dueNanos),
                (marker, ticks, event) -> {
                    ByteBuffer payload = ByteBuffer.allocate(TelephoneEvent.SIZE);
                    event.write(payload);
                    int type = negotiated.events().send().orElseThrow();
                    out.accept(packet(marker, type, ticks, payload.flip()));
                });
    }

    private ByteBuffer sound(AudioTrack negotiated, SilentPayload silent) {
        int millis = (int) (packetNanos / MILLI_NANOS);
        byte[] made = feed.next(negotiated.send(), millis, dueNanos);
        boolean marker = paused; // RFC 3551 §4.1: on the first packet after a pause
        paused = false;
        return packet(
                marker,
                negotiated.send().payloadType(),
                clock.ticksAt(dueNanos),
                made == null ? silent.payload() : ByteBuffer.wrap(made));
    }

    private ByteBuffer packet(boolean marker, int type, long ticks, ByteBuffer payload) {
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.remaining());
        sender.write(datagram, marker, type, ticks, payload);
        return datagram.flip();
    }
}
