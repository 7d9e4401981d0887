package io.sipcast.media;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.AudioEncoding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sound of the peer:
 *
 * <pre>
 * rtp/audio -> jitter -> events -> hold -> decode -> timeline -> audio
 * </pre>
 */
final class SoundIn implements AutoCloseable {
    /** What time does while nobody listens; see {@link MediaOutput#unheard}. */
    interface Unheard {
        long passed(long nanos);
    }

    /** How often that is told. */
    private static final long TOLD_NANOS = 250_000_000L;

    /** What waits for a missing packet may be as late as that, and some more. */
    private static final Duration BEYOND_GAP = Duration.ofMillis(40);

    /** Packets are 20 ms apart, and what does not come is filled after 50 ms at the earliest. */
    private static final long FLOWING_NANOS = 30_000_000L;

    private final TrackSession track;
    private final PayloadClocks clocks;
    private final EventStage events;
    private final HoldGate hold = new HoldGate();
    private final DecodeStage decoder;
    private final AudioTimeline timeline;
    private final SoundLevel level;
    private final Unheard unheard;
    private long toldNanos;
    private boolean asleep;
    private boolean waking;
    private boolean wanted = true;

    /**
     * Makes the path.
     *
     * @param negotiated null when no sound was: it is silence then
     */
    SoundIn(
            MediaSession.Settings settings,
            AudioCodecs codecs,
            @Nullable AudioTrack negotiated,
            StreamClock clock,
            RtcpTrack rtcp,
            PayloadClocks clocks,
            ReceiverAdvice advice,
            EventReceiver.Listener pressed,
            Sink<? super Pcm> out,
            Unheard unheard,
            long nowNanos) {
        AudioTrack sound = negotiated == null ? MediaSession.NO_SOUND : negotiated;
        this.clocks = clocks;
        this.unheard = unheard;
        clocks.update(sound);
        AudioEncoding expected = sound.send().encoding();
        events = new EventStage(sound.events(), new EventReceiver(pressed));
        decoder = new DecodeStage(codecs, sound, settings.keepsOpus(), advice);
        timeline =
                new AudioTimeline(
                        clock,
                        expected.clockHz(),
                        expected.sampleRateHz(),
                        settings.jitter().target(BEYOND_GAP));
        level = new SoundLevel(out);
        var jitter =
                new JitterStage(
                        new JitterBuffer(settings.jitter().target(Duration.ZERO)),
                        (held, now) -> timeline.mustHave(held.timestamp(), now));
        track =
                new TrackSession(
                        jitter,
                        Path.<RtpPacket>from("rtp/audio")
                                .then(jitter)
                                .then(events)
                                .then(hold)
                                .then(decoder)
                                .then(timeline)
                                .into(level),
                        rtcp,
                        nowNanos);
    }

    /**
     * Whether somebody listens. While nobody does nothing is decoded; what is kept of the last
     * moments goes to who comes.
     */
    void listen(boolean on) {
        wanted = on;
        if (asleep && on && !waking) {
            wake();
        } else if (!asleep && !on) {
            asleep = true;
            decoder.sleep();
            timeline.sleep();
        }
    }

    /** Who wakes up does so wholly, whoever leaves meanwhile. */
    private void wake() {
        waking = !timeline.wake(decoder, level);
        asleep = waking;
    }

    /** After the track's. */
    void tick() {
        if (waking) {
            wake();
            listen(wanted);
        }
        long end = timeline.endNanos();
        if (asleep && !waking && end - toldNanos >= TOLD_NANOS) {
            toldNanos = end;
            timeline.forgetBefore(unheard.passed(end));
        }
    }

    TrackSession track() {
        return track;
    }

    AudioTimeline timeline() {
        return timeline;
    }

    void update(AudioTrack negotiated) {
        clocks.update(negotiated);
        decoder.update(negotiated);
        events.update(negotiated.events());
    }

    /** Keeps what comes from the air. */
    void hold(boolean on) {
        hold.shut(on);
        timeline.endPause();
    }

    /** Whether packets come one after the other, so that no time has to be filled soon. */
    boolean flows(long nowNanos) {
        return !hold.isShut()
                && track.inOrder()
                && track.alive()
                && nowNanos - track.lastRtpNanos() < FLOWING_NANOS;
    }

    MediaStats.Audio stats(AudioTrack negotiated, long packetsSent) {
        return new MediaStats.Audio(
                track.stats(packetsSent),
                negotiated.send().encoding().name(),
                timeline.allowanceNanos() / 1_000_000,
                timeline.filledNanos() / 1_000_000,
                timeline.late(),
                timeline.driftPpm(),
                timeline.anchors(),
                timeline.fills().concealedNanos() / 1_000_000,
                timeline.fills().recoveredNanos() / 1_000_000,
                asleep ? null : level.rmsDbfs(),
                asleep ? null : level.peakDbfs());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
