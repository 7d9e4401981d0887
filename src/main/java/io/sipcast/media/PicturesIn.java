package io.sipcast.media;

import io.sipcast.rtp.JitterBuffer;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.payload.Depacketizer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of the peer, and what is asked of it for their sake:
 *
 * <pre>
 * rtp/video -> jitter -> hold -> depacketize -> formats -> gate -> pack -> video
 * </pre>
 */
final class PicturesIn {
    private final TrackSession track;
    private final HoldGate hold = new HoldGate();
    private final DepacketizeStage depacketize;
    private final FormatStage formats;
    private final KeyFrameGate gate;
    private final PictureRate rate;
    private final MediaClock clock;
    private final KeyFrameRequests requests;
    private final VideoFeedback feedback;
    private final LongSupplier roundTripNanos;
    private long keyFramesSeen;
    private long damagedKeysSeen;

    /**
     * Makes the path.
     *
     * @param negotiated null when no pictures were: whatever comes then is dropped
     * @param roundTripNanos to the peer and back; negative while unknown
     */
    PicturesIn(
            MediaSession.Settings settings,
            @Nullable VideoTrack negotiated,
            MediaClock clock,
            RtcpTrack rtcp,
            LongSupplier roundTripNanos,
            MediaOutput out,
            long nowNanos) {
        this.clock = clock;
        this.roundTripNanos = roundTripNanos;
        requests = new KeyFrameRequests(settings.keyFrameInterval().toNanos(), nowNanos);
        List<VideoPayload> payloads = negotiated == null ? List.of() : negotiated.receive();
        depacketize = new DepacketizeStage(payloads, clock);
        formats = new FormatStage(payloads);
        gate = new KeyFrameGate(requests::want, requests::ignored);
        rate = new PictureRate(out::video);
        var jitter =
                new JitterStage(
                        new JitterBuffer(settings.jitter().target(Duration.ZERO)),
                        JitterStage.Deadline.NONE);
        track =
                new TrackSession(
                        jitter,
                        Path.<RtpPacket>from("rtp/video")
                                .then(jitter)
                                .then(hold)
                                .then(depacketize)
                                .then(formats)
                                .then(gate)
                                .then(new PackStage(clock))
                                .into(rate),
                        rtcp,
                        nowNanos);
        feedback = new VideoFeedback(track, out, nowNanos);
    }

    TrackSession track() {
        return track;
    }

    void update(VideoTrack negotiated) {
        depacketize.update(negotiated.receive());
        formats.update(negotiated.receive());
    }

    /** Keeps what comes from the air. */
    void hold(boolean on) {
        hold.shut(on);
    }

    /** Somebody needs a key frame. */
    void requestKeyFrame() {
        requests.want();
    }

    /** See {@link TrackSession#tick}. */
    void tick(long readUntilNanos, long nowNanos) {
        rate.tick(nowNanos);
        track.tick(readUntilNanos, nowNanos);
        noteKeyFrames(nowNanos);
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
        noteDamagedKeys();
        long roundTrip = roundTripNanos.getAsLong();
        if (negotiated.receives() && !hold.isShut() && requests.due(nowNanos, roundTrip)) {
            feedback.askForKeyFrame(negotiated, requests, nowNanos);
        }
        if (negotiated.nack()) {
            feedback.askForMissing(nowNanos, roundTrip);
        }
    }

    private void noteDamagedKeys() {
        long damaged = depacketize.sum(Depacketizer::damagedKeys);
        if (damaged != damagedKeysSeen) {
            damagedKeysSeen = damaged;
            requests.damagedKeyFrame();
        }
    }

    MediaStats.Video stats(long packetsSent) {
        return new MediaStats.Video(
                track.stats(packetsSent, roundTripNanos.getAsLong()),
                depacketize.codec(),
                formats.format(),
                depacketize.sum(Depacketizer::pictures),
                depacketize.sum(Depacketizer::dropped),
                depacketize.sum(Depacketizer::malformed),
                depacketize.sum(Depacketizer::unsupported),
                gate.keyFrames(),
                gate.losses(),
                requests.asked(),
                feedback.stats(requests),
                clock.skewNanos() / 1e6,
                clock.byReports(),
                clock.refusedReports(),
                rate.perSecond(),
                rate.keyFrameAgeMillis(),
                clock.publishedSkewMillis());
    }
}
