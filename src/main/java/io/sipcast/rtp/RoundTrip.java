package io.sipcast.rtp;

/**
 * The round trip to a peer: the least of the last three that reports have told (RFC 3550 §6.4.1). A
 * report that was held up on its way tells too much, never too little.
 */
public final class RoundTrip {
    private static final long UNKNOWN = -1;

    private final long[] last = {UNKNOWN, UNKNOWN, UNKNOWN};
    private int next;

    /** A report tells so much; negative when it does not. */
    public void measured(long nanos) {
        if (nanos >= 0) {
            last[next] = nanos;
            next = (next + 1) % last.length;
        }
    }

    /** In nanoseconds; -1 while unknown. */
    public long nanos() {
        long least = UNKNOWN;
        for (long each : last) {
            least = each >= 0 && (least < 0 || each < least) ? each : least;
        }
        return least;
    }
}
