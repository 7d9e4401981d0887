package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's view of a stream: a cursor into each track, merged into one rising DTS order.
 *
 * <p>Owned by one thread, that of the subscriber: it alone calls {@link #poll}. When poll has
 * returned null, {@code ready} is called once as soon as there may be more, on the stream's own
 * thread: it hands over to the subscriber's and returns.
 *
 * <p>A unit waits for the other track to come as far, but not once its own track is 150 ms ahead. A
 * subscriber that falls behind loses pictures up to the next key frame first, sound last.
 */
public final class Subscription implements AutoCloseable {
    static final long MERGE_WINDOW_NANOS = 150_000_000L;
    static final long LAG_NANOS = 3_000_000_000L;
    private static final long CAUGHT_UP_NANOS = 1_000_000_000L;
    private static final long NOT_YET = Long.MIN_VALUE;

    private final LiveStream stream;
    private final PictureChoice choice;
    private Track video;
    private final @Nullable Rendition rendition;
    private final Track audio;
    private final Runnable ready;
    private final AtomicBoolean armed = new AtomicBoolean();

    private boolean started;
    private boolean awaitKey = true;
    private boolean caughtUp;
    private long allowedLagNanos = LAG_NANOS;
    private long nextVideo;
    private long nextAudio;
    private long videoSentNanos = NOT_YET;
    private long audioSentNanos = NOT_YET;
    private long skipped;
    private volatile boolean closed;

    Subscription(
            LiveStream stream,
            PictureChoice choice,
            Track audio,
            @Nullable Rendition rendition,
            Runnable ready) {
        this.stream = stream;
        this.choice = choice;
        this.video = choice.track();
        this.audio = audio;
        this.rendition = rendition;
        this.ready = ready;
    }

    /** The next unit, or null when there is none now: {@code ready} will tell. */
    public @Nullable MediaUnit poll() {
        MediaUnit unit = closed ? null : next();
        if (unit != null || closed) {
            return unit;
        }
        armed.set(true);
        unit = next(); // what came between the look and the arming would not be told
        if (unit != null) {
            armed.set(false);
        }
        return unit;
    }

    /** Whether the stream has ended and everything has been taken. */
    public boolean ended() {
        return closed || (stream.ended() && peekVideo() == null && peekAudio() == null);
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    public String transcodingReason() {
        return choice.reason();
    }

    /** Units that this subscriber has lost because it was too slow. */
    public long skipped() {
        return skipped;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            choice.close();
            stream.remove(this);
        }
    }

    /** The stream has something new. On its own thread. */
    void signal() {
        if (armed.compareAndSet(true, false)) {
            ready.run();
        }
    }

    @Nullable Rendition rendition() {
        return rendition;
    }

    private @Nullable MediaUnit next() {
        if (!started && !start()) {
            return null;
        }
        follow();
        skipWhatIsTooOld();
        MediaUnit picture = peekVideo();
        MediaUnit sound = peekAudio();
        if (picture != null && (sound == null || picture.dtsNanos() <= sound.dtsNanos())) {
            return sound != null || mayPass(picture, video, audioSentNanos, audioExpected())
                    ? takeVideo(picture)
                    : null;
        }
        if (sound != null) {
            return picture != null || mayPass(sound, audio, videoSentNanos, videoExpected())
                    ? takeAudio(sound)
                    : null;
        }
        return null;
    }

    /** Begins at the cached key frame, with the sound that belongs to it. */
    private boolean start() {
        if (rendition != null && rendition.catchingUp()) {
            return false;
        }
        video = choice.track();
        if (choice.catchingUp()) {
            return false;
        }
        long key = video.lastKey();
        MediaUnit keyFrame = video.keyFrame();
        if (key >= 0 && keyFrame != null) {
            nextVideo = key;
            nextAudio = audio.firstFrom(keyFrame.dtsNanos());
            allowedLagNanos = Math.max(0, video.newestDtsNanos() - keyFrame.dtsNanos()) + LAG_NANOS;
        } else {
            nextVideo = video.next();
            nextAudio = audio.oldest();
        }
        started = true;
        return true;
    }

    /** From one track to another at a key frame of the other's that comes after what was sent. */
    private void follow() {
        Track wanted = choice.track();
        MediaUnit key = wanted == video ? null : wanted.keyFrame();
        if (key == null) {
            return;
        }
        if (key.dtsNanos() <= videoSentNanos) {
            choice.wantKeyFrame();
            return;
        }
        video = wanted;
        nextVideo = wanted.lastKey();
        awaitKey = true;
    }

    private @Nullable MediaUnit peekVideo() {
        MediaUnit unit = video.at(nextVideo);
        while (unit != null && ((awaitKey && !unit.key()) || !choice.takes(unit))) {
            nextVideo++;
            skipped++;
            unit = video.at(nextVideo);
        }
        return unit;
    }

    private @Nullable MediaUnit peekAudio() {
        return audio.at(nextAudio);
    }

    private boolean audioExpected() {
        return audio.next() > 0 && !stream.ended();
    }

    /** A track that has stopped long ago is not waited for. */
    private boolean videoExpected() {
        return video.next() > 0
                && !stream.ended()
                && audio.newestDtsNanos() - video.newestDtsNanos() < MERGE_WINDOW_NANOS;
    }

    /** Whether a unit may go although the other track has nothing here to compare it with. */
    private boolean mayPass(MediaUnit unit, Track own, long otherSentNanos, boolean otherExpected) {
        return !otherExpected
                || unit.dtsNanos() <= otherSentNanos
                || own.newestDtsNanos() - unit.dtsNanos() >= MERGE_WINDOW_NANOS;
    }

    private MediaUnit takeVideo(MediaUnit unit) {
        awaitKey = false;
        nextVideo++;
        videoSentNanos = unit.dtsNanos();
        return unit;
    }

    private MediaUnit takeAudio(MediaUnit unit) {
        nextAudio++;
        audioSentNanos = unit.dtsNanos();
        return unit;
    }

    private void skipWhatIsTooOld() {
        long newest = Math.max(video.newestDtsNanos(), audio.newestDtsNanos());
        if (nextVideo < video.oldest() || lag(video, nextVideo, newest) > allowedLagNanos) {
            skipVideo();
        }
        if (nextAudio < audio.oldest() || lag(audio, nextAudio, newest) > 2 * allowedLagNanos) {
            skipAudio();
        }
        if (!caughtUp && lag(audio, nextAudio, newest) < CAUGHT_UP_NANOS) {
            caughtUp = lag(video, nextVideo, newest) < CAUGHT_UP_NANOS;
            allowedLagNanos = caughtUp ? LAG_NANOS : allowedLagNanos;
        }
    }

    /** How far behind the newest unit the next one is; 0 when it is not there yet. */
    private static long lag(Track track, long number, long newestNanos) {
        MediaUnit unit = track.at(number);
        return unit == null ? 0 : newestNanos - unit.dtsNanos();
    }

    private void skipVideo() {
        long key = video.lastKey();
        long to = key > nextVideo ? key : video.next();
        skipped += to - nextVideo;
        nextVideo = to;
        awaitKey = true;
    }

    private void skipAudio() {
        MediaUnit picture = video.at(nextVideo);
        long to = picture == null ? audio.next() : audio.firstFrom(picture.dtsNanos());
        skipped += Math.max(0, to - nextAudio);
        nextAudio = Math.max(to, nextAudio);
    }
}
