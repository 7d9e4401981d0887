package io.sipcast.media;

import io.sipcast.rtp.NtpTime;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.RtpSender;
import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.payload.G711;
import io.sipcast.rtp.payload.TelephoneEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call, from datagrams to the units of a stream, and what is sent back:
 *
 * <pre>
 * rtp/audio -> jitter -> events -> hold -> G711 -> timeline -----------> audio
 *                                                     | leads
 * rtp/video -> jitter -> hold -> H264 -> ParameterSets -> gate -> avcc -> video
 * </pre>
 *
 * <p>Pure, and owned by one thread. {@link #tick} comes every 10 ms. Sound flows from the first
 * packet of either track on, silence included, whether sound was negotiated or not: a stream needs
 * some.
 */
public final class MediaSession {
    private static final int AUDIO_CLOCK_HZ = G711.SAMPLE_RATE_HZ;

    /** Where packets are repeated on request, a gap is worth a longer wait. */
    private static final Duration REPAIR_TARGET = Duration.ofMillis(150);

    /**
     * What the configuration says.
     *
     * @param jitterTarget how long a gap waits for missing packets
     * @param keyFrameInterval after which a key frame is asked for
     * @param holderOnAir whether what a peer sends that holds the call goes on air
     */
    public record Settings(Duration jitterTarget, Duration keyFrameInterval, boolean holderOnAir) {
        public static final Settings DEFAULT =
                new Settings(Duration.ofMillis(60), Duration.ofSeconds(2), false);
    }

    private final Settings settings;
    private final MediaOutput out;
    private final Sink<ByteBuffer> audioOut;
    private final RtpSender audioSender;
    private final RtpSender videoSender;
    private final AudioSender speaker;
    private final KeepAlive audioKeepAlive;
    private final KeepAlive videoKeepAlive;
    private final TrackSession audio;
    private final TrackSession video;
    private final EventStage events;
    private final HoldGate audioHold = new HoldGate();
    private final HoldGate videoHold = new HoldGate();
    private final G711Stage decoder;
    private final AudioTimeline timeline;
    private final H264Stage depacketizer;
    private final ParameterSets parameterSets;
    private final KeyFrameGate gate;
    private final MediaClock clock;
    private final KeyFrameRequests requests;
    private final VideoFeedback feedback;

    private Negotiated negotiated;
    private int unusedPayloadType;
    private long nowNanos;
    private long keyFramesSeen;

    /**
     * Begins with the answer: from now on silence goes out.
     *
     * @param random for SSRCs, sequence numbers and the spread of timers
     * @param wallClock what the wall clock says now, for sender reports
     */
    public MediaSession(
            Settings settings,
            Negotiated negotiated,
            MediaOutput out,
            RandomGenerator random,
            Instant wallClock,
            long nowNanos) {
        this.settings = settings;
        this.negotiated = negotiated;
        this.unusedPayloadType = negotiated.unusedPayloadType();
        this.out = out;
        this.audioOut = packet -> out.sendRtp(MediaTrack.AUDIO, packet);
        this.nowNanos = nowNanos;
        audioSender = new RtpSender(random);
        videoSender = new RtpSender(random);
        speaker = new AudioSender(audioSender, AUDIO_CLOCK_HZ, nowNanos);
        audioKeepAlive = new KeepAlive(audioSender, AUDIO_CLOCK_HZ, random, nowNanos);
        videoKeepAlive = new KeepAlive(videoSender, VideoTrack.CLOCK_HZ, random, nowNanos);
        requests = new KeyFrameRequests(settings.keyFrameInterval().toNanos(), nowNanos);

        var streamClock = new StreamClock();
        AudioTrack sound = negotiated.audio();
        VideoTrack pictures = negotiated.video();
        events =
                new EventStage(
                        sound == null ? TelephoneEvents.NONE : sound.events(),
                        new EventReceiver(this::pressed));
        decoder = new G711Stage(sound == null ? AudioTrack.of(G711.PCMU) : sound);
        timeline = new AudioTimeline(streamClock, AUDIO_CLOCK_HZ);
        clock = new MediaClock(streamClock, timeline, AUDIO_CLOCK_HZ);
        depacketizer = new H264Stage(pictures == null ? Set.of() : pictures.payloadTypes(), clock);
        parameterSets = new ParameterSets(pictures == null ? List.of() : pictures.parameterSets());
        gate = new KeyFrameGate(requests::want);

        String cname = Long.toHexString(random.nextLong()); // RFC 7022 §4.2: short-term, random
        NtpTime ntp = NtpTime.of(wallClock);
        var audioJitter = new JitterStage(settings.jitterTarget());
        audio =
                new TrackSession(
                        audioJitter,
                        Path.<RtpPacket>from("rtp/audio")
                                .then(audioJitter)
                                .then(events)
                                .then(audioHold)
                                .then(decoder)
                                .then(timeline)
                                .into(out::audio),
                        new RtcpTrack(audioSender, AUDIO_CLOCK_HZ, cname, random, ntp, nowNanos),
                        AUDIO_CLOCK_HZ,
                        nowNanos);
        var videoJitter = new JitterStage(videoTarget(settings, pictures));
        video =
                new TrackSession(
                        videoJitter,
                        Path.<RtpPacket>from("rtp/video")
                                .then(videoJitter)
                                .then(videoHold)
                                .then(depacketizer)
                                .then(parameterSets)
                                .then(gate)
                                .then(new AvccStage(clock))
                                .into(out::video),
                        new RtcpTrack(
                                videoSender, VideoTrack.CLOCK_HZ, cname, random, ntp, nowNanos),
                        VideoTrack.CLOCK_HZ,
                        nowNanos);
        feedback = new VideoFeedback(video, out, nowNanos);
    }

    /** A datagram came to the RTP port of a track. Wrong ones are counted, nothing else. */
    public void rtp(MediaTrack track, ByteBuffer datagram, long nowNanos) {
        this.nowNanos = nowNanos;
        report(track, of(track).rtp(datagram, nowNanos));
        noteKeyFrames();
    }

    /** A datagram came to the RTCP port of a track. Wrong ones are counted, nothing else. */
    public void rtcp(MediaTrack track, ByteBuffer datagram, long nowNanos) {
        this.nowNanos = nowNanos;
        report(track, of(track).rtcp(datagram, nowNanos));
    }

    /** Every 10 ms. */
    public void tick(long nowNanos) {
        this.nowNanos = nowNanos;
        audio.tick(nowNanos);
        video.tick(nowNanos);
        noteKeyFrames();
        tickAudio(nowNanos);
        VideoTrack pictures = negotiated.video();
        if (pictures != null) {
            tickVideo(pictures, nowNanos);
        }
    }

    /** A re-INVITE changed what was agreed on, or where the peer is. */
    public void update(Negotiated next, long nowNanos) {
        negotiated = next;
        unusedPayloadType = next.unusedPayloadType();
        if (next.audio() != null) {
            decoder.update(next.audio());
            events.update(next.audio().events());
        }
        if (next.video() != null) {
            depacketizer.update(next.video().payloadTypes());
            parameterSets.add(next.video().parameterSets());
        }
        audioKeepAlive.restart(nowNanos);
        videoKeepAlive.restart(nowNanos);
        requests.want();
    }

    /** The peer holds the call, or takes it back: what it sends meanwhile is on air or is not. */
    public void hold(boolean on) {
        audioHold.shut(on && !settings.holderOnAir());
        videoHold.shut(on && !settings.holderOnAir());
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
        return speaker.press(TelephoneEvent.ofKey(key), duration);
    }

    /** Somebody who takes the stream needs a key frame. */
    public void requestKeyFrame() {
        requests.want();
    }

    /** The call is over: says BYE on both tracks. */
    public void close(long nowNanos) {
        if (negotiated.audio() != null) {
            out.sendRtcp(MediaTrack.AUDIO, audio.rtcp().goodbye(nowNanos, audio.ticksAt(nowNanos)));
        }
        if (negotiated.video() != null) {
            out.sendRtcp(MediaTrack.VIDEO, video.rtcp().goodbye(nowNanos, video.ticksAt(nowNanos)));
        }
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
                sound == null ? null : audioStats(sound),
                negotiated.video() == null ? null : videoStats());
    }

    /** Both paths with their counters, for a log. */
    @Override
    public String toString() {
        return audio.path() + "; " + video.path();
    }

    private TrackSession of(MediaTrack track) {
        return switch (track) {
            case AUDIO -> audio;
            case VIDEO -> video;
        };
    }

    private static Duration videoTarget(Settings settings, @Nullable VideoTrack track) {
        boolean repairs = track != null && track.nack();
        return repairs && settings.jitterTarget().compareTo(REPAIR_TARGET) < 0
                ? REPAIR_TARGET
                : settings.jitterTarget();
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

    private void noteKeyFrames() {
        if (gate.keyFrames() != keyFramesSeen) {
            keyFramesSeen = gate.keyFrames();
            requests.keyFrame(nowNanos);
        }
    }

    private void tickAudio(long nowNanos) {
        AudioTrack sound = negotiated.audio();
        if (sound == null) {
            return;
        }
        if (sound.sends()) {
            speaker.poll(sound, nowNanos, audioOut);
        } else {
            speaker.pause();
            keepAlive(MediaTrack.AUDIO, audioKeepAlive, nowNanos);
        }
        rtcp(MediaTrack.AUDIO, audio, nowNanos);
    }

    private void tickVideo(VideoTrack pictures, long nowNanos) {
        keepAlive(MediaTrack.VIDEO, videoKeepAlive, nowNanos);
        if (pictures.receives() && !videoHold.isShut() && requests.due(nowNanos)) {
            feedback.askForKeyFrame(pictures, requests.ignored(), nowNanos);
        }
        if (pictures.nack()) {
            feedback.askForMissing(nowNanos);
        }
        rtcp(MediaTrack.VIDEO, video, nowNanos);
    }

    private void keepAlive(MediaTrack track, KeepAlive keepAlive, long nowNanos) {
        ByteBuffer packet = keepAlive.poll(unusedPayloadType, nowNanos);
        if (packet != null) {
            out.sendRtp(track, packet);
        }
    }

    private void rtcp(MediaTrack track, TrackSession session, long nowNanos) {
        ByteBuffer datagram = session.rtcp().poll(nowNanos, session.ticksAt(nowNanos));
        if (datagram != null) {
            out.sendRtcp(track, datagram);
        }
    }

    private MediaStats.Audio audioStats(AudioTrack sound) {
        return new MediaStats.Audio(
                audio.stats(audioSender.packets()),
                sound.codec().name(),
                timeline.filledSamples() * 1000 / AUDIO_CLOCK_HZ,
                timeline.late(),
                timeline.driftPpm(),
                timeline.anchors());
    }

    private MediaStats.Video videoStats() {
        return new MediaStats.Video(
                video.stats(videoSender.packets()),
                parameterSets.format(),
                depacketizer.depacketizer().pictures(),
                depacketizer.depacketizer().dropped(),
                gate.keyFrames(),
                gate.losses(),
                requests.asked(),
                clock.skewNanos() / 1e6,
                clock.byReports(),
                clock.refusedReports());
    }
}
