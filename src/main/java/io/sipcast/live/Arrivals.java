package io.sipcast.live;

/**
 * Sees how late the units of one track come, against how far the other one was: for the {@link
 * MergeWindow}. What has come since the last look came after it, so it is at least as late as the
 * other track was ahead then. That holds for the first unit of many that come at once, which is the
 * latest of them, and for a subscriber who looks seldom, too. Owned by the subscriber's thread.
 */
final class Arrivals {
    private final MergeWindow window;
    private Track video;
    private Track audio;

    /** Numbers of the first units that had not come at the last look. */
    private long videoNext;

    private long audioNext;

    /** What the newest ones were then. */
    private long videoNanos;

    private long audioNanos;

    Arrivals(MergeWindow window, Track video, Track audio) {
        this.window = window;
        this.video = video;
        this.audio = audio;
    }

    /** Looks at what has come to these tracks since the last time. */
    void look(Track videoNow, Track audioNow) {
        if (videoNow == video && audioNow == audio) {
            measure(video, videoNext, audioNanos);
            measure(audio, audioNext, videoNanos);
        }
        begin(videoNow, audioNow);
    }

    private void measure(Track track, long first, long otherNanos) {
        if (track.next() > first && otherNanos != Long.MIN_VALUE) { // else there was no other yet
            long nanos = track.nanosAt(first);
            if (nanos != Past.GONE) {
                window.came(nanos, otherNanos);
            }
        }
    }

    /** What is in these tracks already says nothing. */
    void begin(Track videoNow, Track audioNow) {
        video = videoNow;
        audio = audioNow;
        // in this order: what has no number yet comes after the times that were read
        videoNanos = video.newestDtsNanos();
        audioNanos = audio.newestDtsNanos();
        videoNext = video.next();
        audioNext = audio.next();
    }
}
