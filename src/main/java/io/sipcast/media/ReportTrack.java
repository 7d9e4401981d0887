package io.sipcast.media;

import io.sipcast.rtp.NtpTime;
import org.jspecify.annotations.Nullable;

/**
 * The sender reports of one track, held against each other: from one to the next the wall clock and
 * the track's own time go on by the same.
 */
final class ReportTrack {
    /** Some senders report the timestamp of their last packet, whenever that was. */
    private static final double LIKE_NANOS = 60e6;

    private static final double LIKE_SHARE = 0.002;

    /** Reports in a row that follow from each other, beyond chance. */
    private static final int PROOF = 2;

    private @Nullable NtpTime ntp;
    private double ownNanos;
    private int followed;
    private boolean broken;

    void report(NtpTime next, double nextOwnNanos) {
        NtpTime last = ntp;
        if (last != null) {
            double wall = next.nanosSince(last);
            double own = nextOwnNanos - ownNanos;
            boolean follows = Math.abs(wall - own) <= LIKE_NANOS + LIKE_SHARE * Math.abs(own);
            followed = follows ? followed + 1 : 0;
            broken |= !follows;
        }
        ntp = next;
        ownNanos = nextOwnNanos;
    }

    /** The track's times have a new meaning; what the sender's reports are worth is known. */
    void forget() {
        ntp = null;
        followed = 0;
    }

    /** The wall clock of the last report; null when there is none. */
    @Nullable NtpTime ntp() {
        return ntp;
    }

    double ownNanos() {
        return ownNanos;
    }

    /** Whether the last report may be believed: it is proved, or none was ever wrong. */
    boolean credible() {
        return !broken || proved();
    }

    boolean proved() {
        return followed >= PROOF;
    }
}
