package io.sipcast.media;

import io.sipcast.rtp.NtpTime;

/**
 * Where the sender's reports put its pictures against its sound. A report ties an RTP time to a
 * wall clock that both tracks share (RFC 3550 §6.4.1), so one of each ties the tracks together.
 *
 * <p>A track's own time is its RTP time, extended, in nanoseconds. What reports say is one number:
 * what to add to a picture's own time for the own time of the sound that belongs to it.
 *
 * <p>Peers report nonsense, set their clock, or mix their tracks up. So the number is believed when
 * it is like the one before and puts the tracks at most a second apart from how they arrive; a
 * different one when three reports in a row agree on it. A report that does not follow from the one
 * before it on its own track ({@link ReportTrack}) says nothing; and once there was such a one
 * before anything was proved, all must be proved.
 */
final class ReportSync {
    private static final double MAX_SKEW_NANOS = 1e9;
    private static final double LIKE_NANOS = 60e6;
    private static final int AGREEING = 3;
    private static final double NONE = Double.NaN;

    private final ReportTrack audio = new ReportTrack();
    private final ReportTrack video = new ReportTrack();

    private double offsetNanos = NONE;
    private double candidateNanos = NONE;
    private int agreed;
    private boolean proved;
    private long refused;

    void audio(NtpTime ntp, double ownNanos) {
        audio.report(ntp, ownNanos);
    }

    void video(NtpTime ntp, double ownNanos) {
        video.report(ntp, ownNanos);
    }

    /** The track's RTP times have a new meaning: what was reported of the old ones is void. */
    void forgetAudio() {
        audio.forget();
        forget();
    }

    void forgetVideo() {
        video.forget();
        forget();
    }

    private void forget() {
        offsetNanos = NONE;
        candidateNanos = NONE;
        agreed = 0;
        proved = false;
    }

    /** What the newest reports say; not a number while one track has none. */
    double reportedNanos() {
        NtpTime ofAudio = audio.ntp();
        NtpTime ofVideo = video.ntp();
        return ofAudio == null || ofVideo == null
                ? NONE
                : ofVideo.nanosSince(ofAudio) + audio.ownNanos() - video.ownNanos();
    }

    /**
     * Believes what the newest reports say, or not.
     *
     * @param skewNanos how far that puts the pictures from where they arrive
     */
    void judge(double skewNanos) {
        double reported = reportedNanos();
        if (!audio.credible() || !video.credible()) {
            refused++;
            if (!proved) {
                forget();
            }
            return;
        }
        if (!(Math.abs(skewNanos) <= MAX_SKEW_NANOS)) {
            refused++;
            return;
        }
        proved |= audio.proved() && video.proved();
        if (!believed() || Math.abs(reported - offsetNanos) <= LIKE_NANOS) {
            offsetNanos = reported;
            agreed = 0;
            return;
        }
        agreed = Math.abs(reported - candidateNanos) <= LIKE_NANOS ? agreed + 1 : 1;
        candidateNanos = reported;
        if (agreed >= AGREEING) {
            offsetNanos = reported;
            agreed = 0;
        } else {
            refused++;
        }
    }

    /** Whether there is a number to go by. */
    boolean believed() {
        return !Double.isNaN(offsetNanos);
    }

    double offsetNanos() {
        return offsetNanos;
    }

    /** Reports that were not believed. */
    long refused() {
        return refused;
    }
}
