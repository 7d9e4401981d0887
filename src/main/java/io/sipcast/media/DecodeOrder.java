package io.sipcast.media;

/**
 * Gives pictures in decoding order a decoding time that always rises, by a millisecond at least so
 * that it does in FLV too, and is never after the presentation time.
 *
 * <p>RTP tells when a picture is shown. Where B pictures make that go back, decoding times move
 * ahead of it by as much as it does; the first time costs that one picture its place.
 */
final class DecodeOrder {
    static final long STEP_NANOS = 1_000_000L;

    /** More is no reordering: the sender's clock has jumped. */
    private static final long MAX_DELAY_NANOS = 500_000_000L;

    private static final long FINE_NANOS = 10 * STEP_NANOS;

    private long latestPts;
    private long delay;
    private long dts = -STEP_NANOS;
    private long pts;

    void place(long shownNanos) {
        long back = latestPts - shownNanos;
        boolean reordered = dts >= 0 && back > 0 && back <= MAX_DELAY_NANOS;
        if (reordered) {
            delay = Math.max(delay, back + STEP_NANOS);
        }
        latestPts = Math.max(latestPts, shownNanos);
        dts = Math.max(dts + STEP_NANOS, shownNanos - delay);
        pts = Math.max(dts, shownNanos);
        if (reordered && pts - shownNanos <= FINE_NANOS) {
            delay += pts - shownNanos; // several pictures share the room before this one
        }
    }

    long dtsNanos() {
        return dts;
    }

    long ptsNanos() {
        return pts;
    }
}
