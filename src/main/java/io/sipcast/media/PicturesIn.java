package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of the peer, and what is asked of it for their sake:
 *
 * <pre>
 * rtp/video -> jitter -> hold -> H264 -> ParameterSets -> gate -> avcc -> video
 * </pre>
 */
final class PicturesIn {
    /** Where packets are repeated on request, a gap is worth a longer wait. */
    private static final Duration REPAIR_TARGET = Duration.ofMillis(150);

    private final TrackSession track;
    private final HoldGate hold = new HoldGate();
    private final H264Stage depacketizer;
    private final ParameterSets parameterSets;
    private final KeyFrameGate gate;
    private final MediaClock clock;
    private final KeyFrameRequests requests;
    private final VideoFeedback feedback;
    private long keyFramesSeen;

    /**
     * Makes the path.
     *
     * @param negotiated null when no pictures were: whatever comes then is dropped
     */
    PicturesIn(
            MediaSession.Settings settings,
            @Nullable VideoTrack negotiated,
            MediaClock clock,
            RtcpTrack rtcp,
            MediaOutput out,
            long nowNanos) {
        this.clock = clock;
        requests = new KeyFrameRequests(settings.keyFrameInterval().toNanos(), nowNanos);
        depacketizer =
                new H264Stage(negotiated == null ? Set.of() : negotiated.payloadTypes(), clock);
        parameterSets =
                new ParameterSets(negotiated == null ? List.of() : negotiated.parameterSets());
        gate = new KeyFrameGate(requests::want);
        var jitter = new JitterStage(target(settings, negotiated));
        track =
                new TrackSession(
                        jitter,
                        Path.<RtpPacket>from("rtp/video")
                                .then(jitter)
                                .then(hold)
                                .then(depacketizer)
                                .then(parameterSets)
                                .then(gate)
                                .then(new AvccStage(clock))
                                .into(out::video),
                        rtcp,
                        nowNanos);
        feedback = new VideoFeedback(track, out, nowNanos);
    }

    private static Duration target(MediaSession.Settings settings, @Nullable VideoTrack track) {
        boolean repairs = track != null && track.nack();
        return repairs && settings.jitterTarget().compareTo(REPAIR_TARGET) < 0
                ? REPAIR_TARGET
                : settings.jitterTarget();
    }

    TrackSession track() {
        return track;
    }

    void update(VideoTrack negotiated) {
        depacketizer.update(negotiated.payloadTypes());
        parameterSets.add(negotiated.parameterSets());
    }

    /** Keeps what comes from the air. */
    void hold(boolean on) {
        hold.shut(on);
    }

    /** Somebody needs a key frame. */
    void requestKeyFrame() {
        requests.want();
    }

    /** Sees what came since the last time. */
    void noteKeyFrames(long nowNanos) {
        if (gate.keyFrames() != keyFramesSeen) {
            keyFramesSeen = gate.keyFrames();
            requests.keyFrame(nowNanos);
        }
    }

    /** Asks for what is due. */
    void ask(VideoTrack negotiated, long nowNanos) {
        if (negotiated.receives() && !hold.isShut() && requests.due(nowNanos)) {
            feedback.askForKeyFrame(negotiated, requests.ignored(), nowNanos);
        }
        if (negotiated.nack()) {
            feedback.askForMissing(nowNanos);
        }
    }

    MediaStats.Video stats(long packetsSent) {
        return new MediaStats.Video(
                track.stats(packetsSent),
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
