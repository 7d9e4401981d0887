package io.sipcast.media;

import io.sipcast.rtp.JitterTarget;

/**
 * Finds out when a stream began. The first packet may be as late as any, and is so most of all when
 * its call is one of many that begin at once: those behind it come with it then. Taken as on time
 * it would put all others early, and the drift of clocks that is made up for would be one that
 * there is not.
 *
 * <p>So each packet of the first second that comes before its time moves the beginning of stream
 * time back, and is on time by that. No sound is moved: what was given out keeps its place, and
 * what comes still goes through at once.
 */
final class StreamStart {
    private static final long LASTS_NANOS = 1_000_000_000L;

    /** A sender that is this far ahead has not waited for its own clock. */
    private static final long MOST_NANOS = 400_000_000L;

    private final StreamClock clock;
    private final JitterTarget allowance;
    private boolean begun;
    private boolean over;
    private long beganNanos;

    /**
     * Of one stream.
     *
     * @param allowance learns how late the first packet was: the next one may be, too
     */
    StreamStart(StreamClock clock, JitterTarget allowance) {
        this.clock = clock;
        this.allowance = allowance;
    }

    /** Timestamps have got a place: the first one begins the start, another one ends it. */
    void anchored(long nowNanos) {
        over = begun;
        begun = true;
        beganNanos = nowNanos;
    }

    /**
     * Takes how late a packet seems to be.
     *
     * @return how late it is
     */
    double lateness(double seemingNanos, long nowNanos) {
        over |= nowNanos - beganNanos >= LASTS_NANOS;
        long early = (long) -seemingNanos;
        if (over || early <= 0 || clock.earlierNanos() + early > MOST_NANOS) {
            return seemingNanos;
        }
        clock.beganEarlier(early);
        allowance.add(clock.earlierNanos(), nowNanos);
        return seemingNanos + early;
    }
}
