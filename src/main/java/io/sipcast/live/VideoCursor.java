package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place among the pictures of a stream, which may be in several tracks: as they
 * came, in another form, made up. It reads one track and goes over to another at the other's first
 * key frame after what it has given, once it has given what comes before that.
 *
 * <p>Owned by the subscriber's thread.
 */
final class VideoCursor {
    private final Predicate<MediaUnit> takes;
    private Track track;
    private Track wanted;
    private long next;
    private boolean awaitKey = true;
    private long takenNanos = Long.MIN_VALUE;
    private long skipped;

    /** What waits to be taken, looked for once: an older one is made anew for each look. */
    private @Nullable MediaUnit peeked;

    private @Nullable Track peekedTrack;
    private long peekedNumber;

    /**
     * At the end of what is there: {@link #start} takes it back.
     *
     * @param takes whether a picture is of any use here; others are passed over
     */
    VideoCursor(Track track, Predicate<MediaUnit> takes) {
        this.takes = takes;
        this.track = track;
        this.wanted = track;
        this.next = track.next();
    }

    /** Reads this track, from its key frame on. */
    void follow(Track other) {
        wanted = other;
    }

    /** Goes back to the cached key frame and returns its dts; Long.MAX_VALUE if there is none. */
    long start() {
        track = wanted;
        long key = track.lastKey();
        long nanos = track.nanosAt(key);
        while (key != Track.NONE && nanos == Past.GONE) { // the next one has come meanwhile
            key = track.lastKey();
            nanos = track.nanosAt(key);
        }
        next = key == Track.NONE ? track.next() : key;
        return key == Track.NONE ? Long.MAX_VALUE : nanos;
    }

    /** The next picture, null when there is none now. */
    @Nullable MediaUnit peek() {
        MediaUnit here = decodable();
        if (wanted == track) {
            return here;
        }
        long key = wanted.firstKeyAfter(takenNanos);
        MediaUnit first = wanted.at(key);
        if (first == null || (here != null && here.dtsNanos() < first.dtsNanos())) {
            return here;
        }
        track = wanted;
        next = key;
        awaitKey = true;
        return first;
    }

    /** Whether another track is to be read that has no key frame yet which could come next. */
    boolean awaitsKey() {
        return wanted != track && wanted.at(wanted.firstKeyAfter(takenNanos)) == null;
    }

    private @Nullable MediaUnit decodable() {
        MediaUnit unit = look();
        while (unit != null && ((awaitKey && !unit.key()) || !takes.test(unit))) {
            next++;
            skipped++;
            unit = look();
        }
        return unit;
    }

    @SuppressWarnings("ReferenceEquality") // the very track
    private @Nullable MediaUnit look() {
        if (peeked == null || peekedNumber != next || peekedTrack != track) {
            peeked = track.at(next);
            peekedNumber = next;
            peekedTrack = track;
        }
        return peeked;
    }

    /** The picture that was peeked at has been given. */
    void take(MediaUnit unit) {
        awaitKey = false;
        next++;
        peeked = null;
        takenNanos = unit.dtsNanos();
    }

    /** Leaves out everything up to the newest key frame, or up to the next one that will come. */
    void skip() {
        long key = track.lastKey();
        long to = key > next ? key : track.next();
        skipped += to - next;
        next = to;
        awaitKey = true;
    }

    /** Whether the next picture was there and is gone. */
    boolean overrun() {
        return next < track.oldest();
    }

    /** How far behind this stream time the next picture is; 0 when it is not there yet. */
    long lag(long newestNanos) {
        return track.lag(next, newestNanos);
    }

    /** Goes on where another cursor is, of the same stream and for the same form. */
    void goOnFrom(VideoCursor other) {
        track = other.track;
        wanted = other.wanted;
        next = other.next;
        awaitKey = other.awaitKey;
        takenNanos = other.takenNanos;
    }

    /** Whether both give the same picture next. */
    boolean isWhere(VideoCursor other) {
        return track == other.track
                && wanted == other.wanted
                && next == other.next
                && awaitKey == other.awaitKey;
    }

    /** The track that is read now. */
    Track track() {
        return track;
    }

    /** Pictures left out. */
    long skipped() {
        return skipped;
    }
}
