package io.sipcast.media;

import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What the peer hears of us: sound and keys, or, where and while it gets none, keep-alives. */
final class SoundOut {
    private static final long KEEP_ALIVE_NANOS = 20_000_000L;

    private final RtpSender sender;
    private final AudioSender speaker;
    private final SoundFeed feed;
    private final StartOfSending start;
    private final KeepAlive keepAlive;
    private final Sink<ByteBuffer> out;

    SoundOut(
            RtpSender sender,
            SendClock clock,
            SoundFeed feed,
            StartOfSending start,
            Sink<ByteBuffer> out,
            RandomGenerator random,
            long nowNanos) {
        this.sender = sender;
        this.out = out;
        this.feed = feed;
        this.start = start;
        speaker = new AudioSender(sender, clock, feed, nowNanos);
        keepAlive = new KeepAlive(sender, clock, random, nowNanos);
    }

    void tick(AudioTrack track, int unusedPayloadType, long nowNanos) {
        if (track.sends() && start.over(nowNanos)) {
            speaker.poll(track, nowNanos, out);
            return;
        }
        speaker.pause();
        ByteBuffer packet = keepAlive.poll(unusedPayloadType, nowNanos);
        if (packet != null) {
            out.accept(packet);
        }
    }

    /** From one packet of sound to the next. */
    long packetNanos() {
        return speaker.packetNanos();
    }

    /** When something is due; a keep-alive may be so a little earlier, as it is in no hurry. */
    long dueNanos(AudioTrack track, long nowNanos) {
        boolean speaks = track.sends() && start.over(nowNanos);
        return speaks ? speaker.dueNanos() : nowNanos + KEEP_ALIVE_NANOS;
    }

    /** The peer may be elsewhere now. */
    void update(long nowNanos) {
        keepAlive.restart(nowNanos);
    }

    /** As {@link AudioSender#press}; it ends the silence at the start, which is only a courtesy. */
    long press(char key, Duration duration) {
        start.skip();
        return speaker.press(TelephoneEvent.ofKey(key), duration);
    }

    /**
     * The rate of what this peer can be made to hear; 0 when its codec is one that we can't encode.
     */
    int sampleRateHz(AudioTrack track) {
        return feed.sampleRateHz(track.send());
    }

    void close() {
        feed.close();
    }

    long packets() {
        return sender.packets();
    }
}
