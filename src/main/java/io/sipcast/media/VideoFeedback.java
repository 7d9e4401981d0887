package io.sipcast.media;

import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.JitterTarget;
import io.sipcast.rtp.Nack;
import io.sipcast.rtp.NackRequests;
import io.sipcast.rtp.PictureLoss;
import java.util.List;

/** Asks the sender of pictures for what is needed: a key frame, or packets that are missing. */
final class VideoFeedback {
    private static final long NACK_NANOS = 20_000_000L;
    private static final long SIGNAL_NANOS = 1_000_000_000L;

    /** Where packets are repeated on request, a gap is worth a longer wait: for two asks. */
    private static final long REPAIR_UNKNOWN_NANOS = 150_000_000L;

    private static final long REPAIR_MORE_NANOS = 60_000_000L;

    private final TrackSession video;
    private final MediaOutput out;
    private long nackedNanos;
    private long signalledNanos;
    private long asks;
    private long signals;

    VideoFeedback(TrackSession video, MediaOutput out, long nowNanos) {
        this.video = video;
        this.out = out;
        nackedNanos = nowNanos;
        signalledNanos = nowNanos - SIGNAL_NANOS;
    }

    /** PLI and FIR both: some peers heed the one, some the other; and INFO where neither helps. */
    void askForKeyFrame(VideoTrack pictures, KeyFrameRequests requests, long nowNanos) {
        RtcpTrack rtcp = video.rtcp();
        int source = rtcp.reception().ssrc();
        rtcp.feedback(new PictureLoss(rtcp.ssrc(), source));
        rtcp.feedback(FullIntraRequest.of(rtcp.ssrc(), source, requests.command()));
        asks++;
        boolean bySip = !pictures.feedback() || requests.ignored();
        if (bySip
                && !requests.early()
                && video.alive()
                && nowNanos - signalledNanos >= SIGNAL_NANOS) {
            signalledNanos = nowNanos;
            signals++;
            out.signalKeyFrame();
        }
    }

    /**
     * Asks for the gaps that still hold packets back, every 20 ms at most.
     *
     * @param roundTripNanos negative while unknown
     */
    void askForMissing(long nowNanos, long roundTripNanos) {
        JitterTarget wait = video.jitterBuffer().target();
        wait.atLeast(
                roundTripNanos < 0 ? REPAIR_UNKNOWN_NANOS : 2 * roundTripNanos + REPAIR_MORE_NANOS);
        if (!video.alive() || nowNanos - nackedNanos < NACK_NANOS) {
            return;
        }
        RtcpTrack rtcp = video.rtcp();
        List<Integer> due = rtcp.nacks().due(video.jitterBuffer(), nowNanos, roundTripNanos);
        if (!due.isEmpty()) {
            nackedNanos = nowNanos;
            rtcp.feedback(new Nack(rtcp.ssrc(), rtcp.reception().ssrc(), due));
        }
    }

    MediaStats.Feedback stats(KeyFrameRequests requests) {
        NackRequests nacks = video.rtcp().nacks();
        return new MediaStats.Feedback(
                nacks.requests(), nacks.repaired(), asks, asks, signals, requests.ignored());
    }
}
