package io.sipcast.media;

/**
 * Pictures in a second as they leave for the stream, over its last whole one. The distance of their
 * own times counts, not that of their arrivals, so that 25 a second are 25 and not 24 or 26. Owned
 * by one thread.
 */
final class PictureRate implements Sink<MediaUnit> {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long NONE = Long.MIN_VALUE;

    /** What has stopped within the second: then it counts as long as it was. */
    private static final double MOST_OF_IT = 0.75;

    private final Sink<? super MediaUnit> next;
    private boolean started;
    private long sinceNanos;
    private long nowNanos;
    private long pictures;
    private long newestNanos = NONE;
    private long beforeNanos = NONE;
    private long keyNanos = NONE;
    private double perSecond;

    /** Measures what goes to the next. */
    PictureRate(Sink<? super MediaUnit> next) {
        this.next = next;
    }

    @Override
    public void accept(MediaUnit unit) {
        pictures++;
        newestNanos = Math.max(newestNanos, unit.ptsNanos());
        beforeNanos = beforeNanos == NONE ? newestNanos : beforeNanos;
        keyNanos = unit.key() ? nowNanos : keyNanos;
        next.accept(unit);
    }

    void tick(long now) {
        nowNanos = now;
        long elapsed = now - sinceNanos;
        if (started && elapsed < SECOND_NANOS) {
            return;
        }
        perSecond = started && pictures > 0 ? rate(elapsed) : 0;
        started = true;
        sinceNanos = now;
        pictures = 0;
        beforeNanos = newestNanos;
    }

    private double rate(long elapsedNanos) {
        long span = newestNanos - beforeNanos;
        long lasting = span < MOST_OF_IT * elapsedNanos ? elapsedNanos : span;
        return pictures * (double) SECOND_NANOS / lasting;
    }

    /** 0 before the end of the first second. */
    double perSecond() {
        return perSecond;
    }

    /** How long ago the last key frame left; -1 before the first. To a tick. */
    long keyFrameAgeMillis() {
        return keyNanos == NONE ? -1 : (nowNanos - keyNanos) / 1_000_000;
    }
}
