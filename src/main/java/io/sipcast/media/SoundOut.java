package io.sipcast.media;

import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What the peer hears of us: silence and keys, or, where it takes none, keep-alives. */
final class SoundOut {
    private final RtpSender sender;
    private final AudioSender speaker;
    private final KeepAlive keepAlive;
    private final Sink<ByteBuffer> out;

    SoundOut(
            RtpSender sender,
            SendClock clock,
            Sink<ByteBuffer> out,
            RandomGenerator random,
            long nowNanos) {
        this.sender = sender;
        this.out = out;
        speaker = new AudioSender(sender, clock, nowNanos);
        keepAlive = new KeepAlive(sender, clock, random, nowNanos);
    }

    void tick(AudioTrack track, int unusedPayloadType, long nowNanos) {
        if (track.sends()) {
            speaker.poll(track, nowNanos, out);
            return;
        }
        speaker.pause();
        ByteBuffer packet = keepAlive.poll(unusedPayloadType, nowNanos);
        if (packet != null) {
            out.accept(packet);
        }
    }

    /** The peer may be elsewhere now. */
    void update(long nowNanos) {
        keepAlive.restart(nowNanos);
    }

    /** As {@link AudioSender#press}. */
    long press(char key, Duration duration) {
        return speaker.press(TelephoneEvent.ofKey(key), duration);
    }

    long packets() {
        return sender.packets();
    }
}
