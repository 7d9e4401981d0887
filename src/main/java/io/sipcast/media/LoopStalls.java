package io.sipcast.media;

/**
 * Up to when a tick knows what has come. A loop that stood still (a collection, a compiler, too
 * much to do) ticks before it has read what came meanwhile: nothing of that is missing yet. So the
 * time by which a tick gives up what is missing is that of the tick before, as long as they are too
 * far from each other, and goes on from there faster than time does, as the loop reads faster than
 * packets come.
 */
final class LoopStalls {
    /** Ticks are 10 ms apart, and one may be left out. */
    private static final long APART_NANOS = 20_000_000L;

    /** How much of a stall one tick forgets: the loop has read for two packets or more. */
    private static final long FORGOTTEN_NANOS = 30_000_000L;

    /** What came in more than that may not have found room in the socket. */
    private static final long MOST_NANOS = 1_000_000_000L;

    private long lastNanos;
    private long behindNanos;

    LoopStalls(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** All that has come by now has been read. */
    void read(long nowNanos) {
        lastNanos = nowNanos;
        behindNanos = 0;
    }

    /** A tick that gives up nothing: it tells of a stall all the same. */
    void passed(long nowNanos) {
        var _ = readUntil(nowNanos);
    }

    /** To be asked once by each tick. */
    long readUntil(long nowNanos) {
        long stalled = nowNanos - lastNanos - APART_NANOS;
        lastNanos = nowNanos;
        behindNanos = Math.clamp(Math.max(stalled, behindNanos - FORGOTTEN_NANOS), 0, MOST_NANOS);
        return nowNanos - behindNanos;
    }
}
