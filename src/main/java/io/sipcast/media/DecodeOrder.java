package io.sipcast.media;

/**
 * Gives pictures in decoding order a decoding time that always rises, by a millisecond at least so
 * that it does in FLV too, and is never after the presentation time.
 *
 * <p>RTP tells when a picture is shown. Where up to N pictures are decoded before one and shown
 * after it (B pictures), the times of display, sorted, are the times of decoding N pictures later:
 * that holds at any frame rate, a changing one too. N comes with the parameter sets. Where they are
 * silent it is learned, and costs the pictures that teach it their place.
 */
final class DecodeOrder {
    static final long STEP_NANOS = 1_000_000L;

    /** More is no reordering: the sender's clock has jumped. */
    private static final long MAX_BACK_NANOS = 1_000_000_000L;

    private static final int MAX_DEPTH = 16;

    /** Encoders declare more than this when they name what a decoder could hold, not what is. */
    private static final int MAX_DECLARED = 4;

    /** Who declares reordering and shows none for so many pictures does not do it. */
    private static final int PATIENCE = 250;

    /** Times of display that have not become times of decoding yet, rising. */
    private final long[] waiting = new long[MAX_DEPTH + 1];

    private int count;

    /** Times of display of the pictures before, the oldest overwritten first. */
    private final long[] recent = new long[MAX_DEPTH];

    private int pictures;
    private int declared;
    private int depth;
    private boolean reordered;
    private long latestPts;
    private long dts = -STEP_NANOS;
    private long pts;

    /** How many pictures the stream says that it reorders; -1 when it does not say. */
    void declare(int reorder) {
        int next = reorder > MAX_DECLARED ? 0 : Math.max(0, reorder);
        if (next != declared) {
            declared = next;
            depth = next;
            pictures = 0;
            reordered = false;
        }
    }

    void place(long shownNanos) {
        long back = latestPts - shownNanos;
        if (back > MAX_BACK_NANOS) {
            forget();
        } else if (pictures > 0 && back > 0) {
            reordered = true;
            depth = Math.min(MAX_DEPTH, Math.max(Math.max(depth, declared), before(shownNanos)));
        } else if (pictures >= PATIENCE && !reordered) {
            depth = 0;
        }
        latestPts = Math.max(latestPts, shownNanos);
        recent[pictures++ % MAX_DEPTH] = shownNanos;
        insert(shownNanos);
        dts = Math.max(dts + STEP_NANOS, next());
        pts = Math.max(dts, shownNanos);
    }

    long dtsNanos() {
        return dts;
    }

    long ptsNanos() {
        return pts;
    }

    private void forget() {
        count = 0;
        pictures = 0;
        latestPts = Long.MIN_VALUE;
    }

    /** How many pictures were decoded before one and are shown after it. */
    private int before(long shownNanos) {
        int before = 0;
        for (int i = 0; i < Math.min(pictures, MAX_DEPTH); i++) {
            before += recent[i] > shownNanos ? 1 : 0;
        }
        return before;
    }

    private void insert(long shownNanos) {
        int at = count++;
        while (at > 0 && waiting[at - 1] > shownNanos) {
            waiting[at] = waiting[at - 1];
            at--;
        }
        waiting[at] = shownNanos;
    }

    /** The first of what waits; shortly before it as long as too few wait. */
    private long next() {
        if (count <= depth) {
            return waiting[0] - (depth + 1 - count) * STEP_NANOS;
        }
        int taken = count - depth;
        long time = waiting[taken - 1];
        System.arraycopy(waiting, taken, waiting, 0, depth);
        count = depth;
        return time;
    }
}
