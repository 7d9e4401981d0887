package io.sipcast.media;

import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call, from datagrams to the units of a stream, and what is sent back: {@link
 * SoundIn}, {@link PicturesIn}, {@link SoundOut}, {@link PicturesOut}. The sound's timeline leads;
 * the pictures' clock follows it.
 *
 * <p>Pure, and owned by one thread. {@link #tick} comes every 10 ms. Sound flows from the first
 * packet of either track on, silence included, whether sound was negotiated or not: a stream needs
 * some.
 */
public final class MediaSession {
    /** What stands for sound that was not negotiated. */
    static final AudioTrack NO_SOUND = AudioTrack.of(G711.PCMU);

    /**
     * What the configuration says.
     *
     * @param jitter how long missing and late packets are waited for
     * @param keyFrameInterval after which a key frame is asked for
     * @param holderOnAir whether what a peer sends that holds the call goes on air
     * @param toward what the peer gets of us
     * @param keepsOpus whether blocks of sound bring the Opus packets that they are from
     */
    public record Settings(
            JitterBounds jitter,
            Duration keyFrameInterval,
            boolean holderOnAir,
            TowardCallee toward,
            boolean keepsOpus) {
        /** Without packets. */
        public Settings(
                JitterBounds jitter,
                Duration keyFrameInterval,
                boolean holderOnAir,
                TowardCallee toward) {
            this(jitter, keyFrameInterval, holderOnAir, toward, false);
        }

        /** With silence for the peer. */
        public Settings(JitterBounds jitter, Duration keyFrameInterval, boolean holderOnAir) {
            this(jitter, keyFrameInterval, holderOnAir, TowardCallee.DEFAULT);
        }

        public static final Settings DEFAULT =
                new Settings(JitterBounds.DEFAULT, Duration.ofSeconds(2), false);
    }

    /** A peer that has sent nothing by then is silent: outputs wait for a stream. */
    private static final long SILENT_AFTER_NANOS = 1_000_000_000L;

    /** What is read by ticks is not looked for in vain for longer. */
    private static final long COMES_NANOS = 1_000_000_000L;

    /** A little more than ticks are apart: one is left out, not two. */
    private static final long FLOWING_NANOS = 10_000_001L;

    private final Settings settings;
    private final MediaOutput out;
    private final StreamClock streamClock = new StreamClock();
    private final long beginNanos;
    private final SoundIn soundIn;
    private final PicturesIn picturesIn;
    private final SoundOut soundOut;
    private final PicturesOut picturesOut;
    private final StartOfSending start;
    private final InjectionSlot slot = new InjectionSlot();
    private final MediaClock clock;
    private final LoopStalls stalls;

    private Negotiated negotiated;
    private int unusedPayloadType;

    /**
     * Begins with the answer or with what is heard before it: from now on silence goes out, or
     * keep-alives until {@link TowardCallee#startDelay} is over.
     *
     * @param random for SSRCs, sequence numbers and the spread of timers
     * @param wallClock what the wall clock says now, for sender reports
     */
    public MediaSession(
            Settings settings,
            AudioCodecs codecs,
            Negotiated negotiated,
            MediaOutput out,
            RandomGenerator random,
            Instant wallClock,
            long nowNanos) {
        this.settings = settings;
        this.negotiated = negotiated;
        this.unusedPayloadType = negotiated.unusedPayloadType();
        this.out = out;
        this.beginNanos = nowNanos;
        this.stalls = new LoopStalls(nowNanos);
        AudioTrack sound = negotiated.audio();
        int audioClockHz = (sound == null ? NO_SOUND : sound).send().encoding().clockHz();
        var audioClock = new SendClock(audioClockHz, nowNanos);
        var videoClock = new SendClock(VideoTrack.CLOCK_HZ, nowNanos);
        var audioSender = new RtpSender(random);
        var videoSender = new RtpSender(random);
        Sink<ByteBuffer> audioOut = packet -> out.sendRtp(MediaTrack.AUDIO, packet);
        Sink<ByteBuffer> videoOut = packet -> out.sendRtp(MediaTrack.VIDEO, packet);
        TowardCallee toward = settings.toward();
        start = new StartOfSending(toward.startDelay());
        var advice = new ReceiverAdvice();
        ComfortNoise noise = toward.noise() ? new ComfortNoise(random) : null;
        var feed = new SoundFeed(codecs, slot, noise, advice);
        soundOut = new SoundOut(audioSender, audioClock, feed, start, audioOut, random, nowNanos);
        picturesOut =
                new PicturesOut(
                        videoSender,
                        videoClock,
                        slot,
                        toward.slates(),
                        start,
                        videoOut,
                        random,
                        nowNanos);

        String cname = Long.toHexString(random.nextLong()); // RFC 7022 §4.2: short-term, random
        NtpTime ntp = NtpTime.of(wallClock);
        var audioClocks = new PayloadClocks();
        var videoClocks = PayloadClocks.of(VideoTrack.CLOCK_HZ);
        var audioRtcp =
                new RtcpTrack(
                        audioSender, audioClock, audioClocks, advice, cname, random, ntp, nowNanos);
        var videoRtcp =
                new RtcpTrack(
                        videoSender,
                        videoClock,
                        videoClocks,
                        new ReceiverAdvice(), // a slate has one form
                        cname,
                        random,
                        ntp,
                        nowNanos);
        soundIn =
                new SoundIn(
                        settings,
                        codecs,
                        sound,
                        streamClock,
                        audioRtcp,
                        audioClocks,
                        advice,
                        this::pressed,
                        out::audio,
                        out::unheard,
                        nowNanos);
        clock = new MediaClock(streamClock, soundIn.timeline());
        picturesIn =
                new PicturesIn(
                        settings,
                        negotiated.video(),
                        clock,
                        videoRtcp,
                        () -> roundTripNanos(videoRtcp, audioRtcp),
                        out,
                        nowNanos);
    }

    /** As measured by this track, else by the other: they have one way. */
    private static long roundTripNanos(RtcpTrack track, RtcpTrack other) {
        return track.roundTripNanos() < 0 ? other.roundTripNanos() : track.roundTripNanos();
    }

    /** A datagram came to the RTP port of a track. Wrong ones are counted, nothing else. */
    public void rtp(MediaTrack track, ByteBuffer datagram, long nowNanos) {
        report(track, of(track).rtp(datagram, nowNanos));
        picturesIn.noteKeyFrames(nowNanos);
    }

    /** A datagram came to the RTCP port of a track. Wrong ones are counted, nothing else. */
    public void rtcp(MediaTrack track, ByteBuffer datagram, long nowNanos) {
        report(track, of(track).rtcp(datagram, nowNanos));
    }

    /** Every 10 ms. */
    public void tick(long nowNanos) {
        tick(nowNanos, nowNanos);
    }

    /**
     * Likewise, where ticks may be late.
     *
     * @param plannedNanos when this one was to come: what is sent keeps its pace by that
     */
    public void tick(long nowNanos, long plannedNanos) {
        slot.tick(nowNanos);
        if (nowNanos - beginNanos >= SILENT_AFTER_NANOS) {
            streamClock.start(nowNanos);
        }
        long readUntil = stalls.readUntil(nowNanos);
        soundIn.track().tick(readUntil, nowNanos);
        soundIn.tick();
        picturesIn.tick(readUntil, nowNanos);
        AudioTrack sound = negotiated.audio();
        if (sound != null) {
            soundOut.tick(sound, unusedPayloadType, plannedNanos);
            rtcp(MediaTrack.AUDIO, nowNanos);
        }
        VideoTrack pictures = negotiated.video();
        if (pictures != null) {
            if (picturesIn.track().rtcp().takeKeyFrameRequest()) {
                picturesOut.requestKeyFrame();
            }
            picturesOut.tick(negotiated.shown(), unusedPayloadType, nowNanos);
            picturesIn.ask(pictures, nowNanos);
            rtcp(MediaTrack.VIDEO, nowNanos);
        }
    }

    /**
     * When a tick will find something to do after the one at {@code nowNanos}: the next one, unless
     * there is but sound, and that comes and goes as it should. (Pictures that are missing are
     * asked for at the next tick.) No more than one tick is left out, since sound may stop.
     */
    public long dueNanos(long nowNanos) {
        return flows(nowNanos)
                ? Math.min(sendsNanos(nowNanos), nowNanos + FLOWING_NANOS)
                : nowNanos;
    }

    /**
     * Whether there is but sound, and that comes and goes as it should. A tick in which it does may
     * {@link #send} only.
     */
    public boolean flows(long nowNanos) {
        return negotiated.video() == null && soundIn.flows(nowNanos);
    }

    /**
     * In place of a tick, where nothing is missing yet, or where what comes waits: sends what is
     * due and does nothing else.
     */
    public void send(long nowNanos, long plannedNanos) {
        stalls.passed(nowNanos);
        slot.tick(nowNanos);
        AudioTrack sound = negotiated.audio();
        if (sound != null) {
            soundOut.tick(sound, unusedPayloadType, plannedNanos);
        }
        if (negotiated.video() != null) {
            picturesOut.tick(negotiated.shown(), unusedPayloadType, nowNanos);
        }
    }

    /** When something is to be sent again. */
    public long sendsNanos(long nowNanos) {
        AudioTrack sound = negotiated.audio();
        return moves() || sound == null ? nowNanos : soundOut.dueNanos(sound, nowNanos);
    }

    /** Whether that is so each {@code nanos}, or a multiple of that. */
    public boolean sendsEach(long nanos) {
        return !moves() && soundOut.packetNanos() % nanos == 0;
    }

    /** Whether more is sent than silence. */
    private boolean moves() {
        return slot.current() != null || negotiated.shown() != null;
    }

    /**
     * What had come to the RTP port of a track before this moment has been taken, though ticks were
     * left out meanwhile: what waited for it is given up where a tick would have done so.
     */
    public void passed(MediaTrack track, long nanos) {
        boolean missing =
                switch (track) {
                    case AUDIO -> !soundIn.flows(nanos);
                    case VIDEO -> !picturesIn.track().inOrder();
                };
        if (missing) {
            of(track).tick(nanos, nanos);
        }
    }

    /** All that has come by now has been taken: a tick that follows is not late. */
    public void caughtUp(long nowNanos) {
        stalls.read(nowNanos);
    }

    /** Whether pictures were agreed on. */
    public boolean hasPictures() {
        return negotiated.video() != null;
    }

    /** Whether RTP of this track comes. */
    public boolean comes(MediaTrack track, long nowNanos) {
        return received(track) && nowNanos - lastRtpNanos(track) < COMES_NANOS;
    }

    /** A re-INVITE changed what was agreed on, or where the peer is. */
    public void update(Negotiated next, long nowNanos) {
        negotiated = next;
        unusedPayloadType = next.unusedPayloadType();
        if (next.audio() != null) {
            soundIn.update(next.audio());
        }
        if (next.video() != null) {
            picturesIn.update(next.video());
        }
        soundOut.update(nowNanos);
        picturesOut.update(nowNanos);
        picturesIn.requestKeyFrame();
    }

    /** The peer holds the call, or takes it back: what it sends meanwhile is on air or is not. */
    public void hold(boolean on) {
        soundIn.hold(on && !settings.holderOnAir());
        picturesIn.hold(on && !settings.holderOnAir());
    }

    /**
     * Whether somebody listens to the sound, as is so at first. While nobody does it is not
     * decoded: only its time goes on. Who comes gets the last moments of it at once.
     */
    public void listen(boolean on) {
        soundIn.listen(on);
    }

    /** The peer has answered the call. */
    public void answered(long nowNanos) {
        start.answered(nowNanos);
    }

    /** The peer hears and sees this in place of silence and slate, and of what there was before. */
    public void inject(Injection injection) {
        slot.put(injection);
    }

    /**
     * Silence and slate again.
     *
     * @return false when there was nothing else
     */
    public boolean endInjection() {
        boolean any = slot.current() != null;
        slot.put(null);
        return any;
    }

    /** The rate of sound that the peer can be made to hear; 0 when it hears nothing but silence. */
    public int soundRateHz() {
        AudioTrack sound = negotiated.audio();
        return sound == null ? 0 : soundOut.sampleRateHz(sound);
    }

    /** How the peer takes sound; null when there is none in this call. */
    public @Nullable AudioPayload sound() {
        AudioTrack sound = negotiated.audio();
        return sound == null ? null : sound.send();
    }

    /** Whether the peer has agreed to take pictures of ours. */
    public boolean takesPictures() {
        return negotiated.shown() != null;
    }

    /** The peer asks for a key frame of ours by SIP. */
    public void keyFrameAsked() {
        picturesOut.requestKeyFrame();
    }

    /** What the peer gets of us now. */
    public Toward toward() {
        Injection injected = slot.current();
        String name = injected == null ? null : injected.name();
        AudioTrack sound = negotiated.audio();
        boolean heard = sound != null && sound.sends();
        String otherwise = settings.toward().noise() ? "noise" : "silence";
        boolean encoded = heard && (name != null || settings.toward().noise()) && soundRateHz() > 0;
        String misfit = picturesOut.misfit();
        return new Toward(
                !heard ? "nothing" : !encoded ? "silence" : name == null ? otherwise : name,
                picturesOut.showing(),
                name,
                misfit == null ? null : "Its pictures are not shown: they are " + misfit + ".");
    }

    /** Whether the peer takes keys within the sound, now. */
    public boolean takesKeys() {
        AudioTrack sound = negotiated.audio();
        return sound != null && sound.sends() && sound.events().taken();
    }

    /**
     * Presses a key of the peer's, who {@link #takesKeys takes} them. One that is still pressed is
     * dropped.
     *
     * @return when it will be let go
     */
    public long press(char key, Duration duration) {
        return soundOut.press(key, duration);
    }

    /** Somebody who takes the stream needs a key frame. */
    public void requestKeyFrame() {
        picturesIn.requestKeyFrame();
    }

    /** The call is over: says BYE on both tracks, and lets go of what is native. */
    public void close(long nowNanos) {
        if (negotiated.audio() != null) {
            goodbye(MediaTrack.AUDIO, nowNanos);
        }
        if (negotiated.video() != null) {
            goodbye(MediaTrack.VIDEO, nowNanos);
        }
        soundIn.close();
        slot.close();
        soundOut.close();
    }

    private void goodbye(MediaTrack track, long nowNanos) {
        TrackSession session = of(track);
        out.sendRtcp(track, session.rtcp().goodbye(nowNanos, session.ticksAt(nowNanos)));
    }

    /** When the last packet came; when the session began, before the first. */
    public long lastRtpNanos(MediaTrack track) {
        return of(track).lastRtpNanos();
    }

    /** Whether a packet of this track has come. */
    public boolean received(MediaTrack track) {
        return of(track).alive();
    }

    /** Everything that is known now. */
    public MediaStats stats() {
        AudioTrack sound = negotiated.audio();
        return new MediaStats(
                sound == null ? null : soundIn.stats(sound, soundOut.packets()),
                negotiated.video() == null ? null : picturesIn.stats(picturesOut.packets()));
    }

    /** Both paths with their counters, for a log. */
    @Override
    public String toString() {
        return soundIn.track().path() + "; " + picturesIn.track().path();
    }

    private TrackSession of(MediaTrack track) {
        return switch (track) {
            case AUDIO -> soundIn.track();
            case VIDEO -> picturesIn.track();
        };
    }

    private void report(MediaTrack track, @Nullable SenderReport report) {
        if (report == null) {
            return;
        }
        switch (track) {
            case AUDIO -> clock.audioReport(report);
            case VIDEO -> clock.videoReport(report);
        }
    }

    private void pressed(int event, long beganNanos, long durationNanos) {
        if (TelephoneEvent.isKeyEvent(event)) {
            out.key(TelephoneEvent.keyOf(event), beganNanos, durationNanos);
        }
    }

    private void rtcp(MediaTrack track, long nowNanos) {
        TrackSession session = of(track);
        ByteBuffer datagram = session.rtcp().poll(nowNanos, session.ticksAt(nowNanos));
        if (datagram != null) {
            out.sendRtcp(track, datagram);
        }
    }
}
