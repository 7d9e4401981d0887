package io.sipcast.rtmp.flv;

/**
 * Makes one endless millisecond count of a sender's 32-bit timestamps, over both of its tracks.
 *
 * <p>Some senders wrap at 24 bits, or change from 24 to 32 bits under way: a step of about 2^24 is
 * none. A sender that starts anew (a relay whose source did) goes on where it was; a pause stays a
 * gap.
 */
final class WireTime {
    private static final int BITS_24 = 1 << 24;
    private static final int NEAR_24_BITS = 600_000;
    private static final int FARTHEST_BACK = -10_000;
    private static final int FARTHEST_AHEAD = 60_000;

    /** A step back to the first second of a count, and farther than one track is behind another. */
    private static final int FIRST_SECOND = 1_000;

    private static final int FARTHEST_BEHIND = -2_000;

    private boolean started;
    private int lastWire;
    private long last;

    /** Milliseconds since the first one; may step back a little where tracks are interleaved. */
    long unwrap(long timestampMillis) {
        int wire = (int) timestampMillis;
        if (started) {
            last += beginsAnew(wire) ? 0 : step(wire - lastWire);
        }
        started = true;
        lastWire = wire;
        return last;
    }

    /** Of a source that did not live for long, too. */
    private boolean beginsAnew(int wire) {
        return wire >= 0
                && wire < FIRST_SECOND
                && lastWire < FIRST_SECOND - FARTHEST_BACK // what is farther is no step anyway
                && wire - lastWire < FARTHEST_BEHIND;
    }

    private static int step(int difference) {
        int step = difference;
        if (Math.abs((long) difference - BITS_24) < NEAR_24_BITS) {
            step -= BITS_24;
        } else if (Math.abs((long) difference + BITS_24) < NEAR_24_BITS) {
            step += BITS_24;
        }
        return step < FARTHEST_BACK || step > FARTHEST_AHEAD ? 0 : step;
    }
}
