package io.sipcast.media;

import io.sipcast.rtp.FullIntraRequest;
import io.sipcast.rtp.Nack;
import io.sipcast.rtp.PictureLoss;
import java.util.ArrayList;
import java.util.List;

/** Asks the sender of pictures for what is needed: a key frame, or packets that are missing. */
final class VideoFeedback {
    private static final long NACK_NANOS = 50_000_000L;
    private static final long SIGNAL_NANOS = 1_000_000_000L;

    private final TrackSession video;
    private final MediaOutput out;
    private final int[] missing = new int[64];
    private long nackedNanos;
    private long signalledNanos;
    private int firSequence;

    VideoFeedback(TrackSession video, MediaOutput out, long nowNanos) {
        this.video = video;
        this.out = out;
        nackedNanos = nowNanos;
        signalledNanos = nowNanos - SIGNAL_NANOS;
    }

    /**
     * PLI and FIR both: some peers heed the one, some the other.
     *
     * @param ignored whether they heed neither, as far as one sees
     */
    void askForKeyFrame(VideoTrack pictures, boolean ignored, long nowNanos) {
        RtcpTrack rtcp = video.rtcp();
        int source = rtcp.reception().ssrc();
        rtcp.feedback(new PictureLoss(rtcp.ssrc(), source));
        rtcp.feedback(FullIntraRequest.of(rtcp.ssrc(), source, firSequence++));
        boolean bySip = !pictures.feedback() || ignored;
        if (bySip && video.alive() && nowNanos - signalledNanos >= SIGNAL_NANOS) {
            signalledNanos = nowNanos;
            out.signalKeyFrame();
        }
    }

    /** Asks for the gaps that still hold packets back, every 50 ms at most. */
    void askForMissing(long nowNanos) {
        if (!video.alive() || nowNanos - nackedNanos < NACK_NANOS) {
            return;
        }
        int count = video.jitterBuffer().missing(missing);
        if (count == 0) {
            return;
        }
        nackedNanos = nowNanos;
        List<Integer> sequences = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sequences.add(missing[i]);
        }
        RtcpTrack rtcp = video.rtcp();
        rtcp.feedback(new Nack(rtcp.ssrc(), rtcp.reception().ssrc(), sequences));
    }
}
