package io.sipcast.demo;

import io.sipcast.demo.DemoSender.MediaBegin;
import io.sipcast.demo.Leg.Coding;
import io.sipcast.rtp.NtpTime;
import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The sound and the picture of one call, on ports of their own; both loops begin together. */
final class CallMedia implements AutoCloseable {
    private final CalleeSettings settings;
    private final RtpPair audioPorts;
    private final RtpPair videoPorts;
    private final RandomGenerator random;
    private final MediaBegin begin;
    private final ToneLoop tone = new ToneLoop();
    private final DemoSender audio;
    private @Nullable CardLoop card;
    private @Nullable DemoSender video;

    private CallMedia(
            CalleeSettings settings,
            RtpPair audioPorts,
            RtpPair videoPorts,
            RandomGenerator random,
            MediaBegin begin) {
        this.settings = settings;
        this.audioPorts = audioPorts;
        this.videoPorts = videoPorts;
        this.random = random;
        this.begin = begin;
        audio = new DemoSender(tone, audioPorts, settings, begin, random);
    }

    /** Takes the ports; the loops begin at their begin now. */
    static CallMedia open(
            Reactor reactor,
            CalleeSettings settings,
            UdpPort.Receiver receiver,
            RandomGenerator random,
            long nowNanos)
            throws IOException {
        var begin = new MediaBegin(nowNanos, NtpTime.of(Instant.now()));
        RtpPair audio = RtpPair.open(reactor, settings.address(), receiver);
        try {
            RtpPair video = RtpPair.open(reactor, settings.address(), receiver);
            return new CallMedia(settings, audio, video, random, begin);
        } catch (IOException e) {
            audio.close();
            throw e;
        }
    }

    int audioPort() {
        return audioPorts.rtp().port();
    }

    int videoPort() {
        return videoPorts.rtp().port();
    }

    /** Sends from now on as was agreed. */
    void follow(CalleeAnswer answer, long nowNanos) {
        Leg heard = answer.audio().orElse(null);
        if (heard != null && heard.coding() instanceof Coding.Audio(_, var law)) {
            tone.speak(law);
        }
        audio.aim(heard);
        Leg seen = answer.video().orElse(null);
        if (seen != null && seen.coding() instanceof Coding.Video(_, int mode)) {
            show(TestCard.forMode(mode), nowNanos);
        }
        if (video != null) {
            video.aim(seen);
        }
    }

    /** A picture that joins later joins where the loop is. */
    private void show(TestCard next, long nowNanos) {
        if (card != null) {
            card.show(next);
            return;
        }
        card = new CardLoop(next, settings.videoDelay().toNanos());
        video = new DemoSender(card, videoPorts, settings, begin, random);
        video.skip(nowNanos);
    }

    void pace(long nowNanos) {
        audio.pace(nowNanos);
        if (video != null) {
            video.pace(nowNanos);
        }
    }

    /** Takes leave of the peer and lets the ports go. */
    void end(long nowNanos) {
        audio.end(nowNanos);
        if (video != null) {
            video.end(nowNanos);
        }
        close();
    }

    @Override
    public void close() {
        audioPorts.close();
        videoPorts.close();
    }
}
