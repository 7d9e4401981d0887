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
 * <p>A unit waits for the other track to come as far, but not once its own track is a {@link
 * MergeWindow} ahead; a picture of a call up to a second, as the sound of one has no holes and is
 * late by what its jitter allows. What comes later than that leaves with the time of what has left:
 * DTS never falls, and rises by at least a millisecond within a track, so that no rounding to
 * milliseconds makes two the same.
 *
 * <p>At the beginning the first picture waits for the first sound, which an encoder still makes:
 * what is older goes before it. Sound that comes too late even for that is left out up to where the
 * pictures are, as nobody would hear it in its place.
 *
 * <p>A subscriber that falls behind loses pictures up to the next key frame first, sound last.
 */
public final class Subscription implements AutoCloseable {
    static final long LAG_NANOS = 3_000_000_000L;
    private static final long CAUGHT_UP_NANOS = 1_000_000_000L;
    private static final long LEAST_STEP_NANOS = 1_000_000L;

    /** Before any stream time, and far from an overflow. */
    private static final long NOT_YET = Long.MIN_VALUE / 2;

    private final LiveStream stream;
    private final VideoChoice choice;
    private final VideoCursor video;
    private final SoundChoice sound;
    private final @Nullable SoundSwitch instead;
    private Track audio;
    private final Runnable ready;
    private final AtomicBoolean armed = new AtomicBoolean();

    private boolean started;
    private boolean caughtUp;
    private long allowedLagNanos = LAG_NANOS;
    private final MergeWindow window = new MergeWindow();
    private final Arrivals arrivals;
    private long nextAudio;
    private long videoSentNanos = NOT_YET;

    private long audioSentNanos = NOT_YET;

    /** Sound before this is not given. */
    private long audioFromNanos = NOT_YET;

    /** Whether there was sound in the track that is read now. */
    private boolean heard;

    private long skipped;
    private volatile boolean closed;

    Subscription(
            LiveStream stream,
            VideoChoice choice,
            SoundChoice sound,
            @Nullable SoundSwitch instead,
            Runnable ready) {
        this.stream = stream;
        this.choice = choice;
        this.video = new VideoCursor(choice.now(), choice::takes);
        this.sound = sound;
        this.audio = sound.now();
        this.instead = instead;
        this.ready = ready;
        this.arrivals = new Arrivals(window, video.track(), audio);
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
        return closed || (stream.ended() && video.peek() == null && peekAudio() == null);
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    public String transcodingReason() {
        return choice.reason();
    }

    /** Units that this subscriber has lost because it was too slow. */
    public long skipped() {
        return skipped + video.skipped();
    }

    /** Pictures among them. */
    public long skippedPictures() {
        return video.skipped();
    }

    /** How much newer than the next unit the stream's newest one is. On the subscriber's thread. */
    public long behindNanos() {
        if (!started) {
            return 0;
        }
        long newest = Math.max(video.track().newestDtsNanos(), audio.newestDtsNanos());
        return Math.max(video.lag(newest), audioLag(newest));
    }

    /**
     * Goes on where another subscription of the same stream and form is, as if all that it has
     * given had been given here. Both belong to the same thread.
     */
    public void goOnFrom(Subscription other) {
        audio = other.audio;
        nextAudio = other.nextAudio;
        audioSentNanos = other.audioSentNanos;
        audioFromNanos = other.audioFromNanos;
        heard = other.heard;
        video.goOnFrom(other.video);
        videoSentNanos = other.videoSentNanos;
        started = other.started;
        caughtUp = other.caughtUp;
        allowedLagNanos = other.allowedLagNanos;
    }

    /** Whether both would give the same units next. On the thread of both. */
    public boolean isWhere(Subscription other) {
        return started
                && other.started
                && audio == other.audio
                && nextAudio == other.nextAudio
                && video.isWhere(other.video);
    }

    /** Whether both read the same tracks. On the thread of both. */
    public boolean readsAs(Subscription other) {
        return audio == other.audio && video.track() == other.video.track();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            choice.close();
            sound.close();
            stream.remove(this);
        }
    }

    /** The stream has something new. On its own thread. */
    void signal() {
        if (armed.compareAndSet(true, false)) {
            ready.run();
        }
    }

    private @Nullable MediaUnit next() {
        if (!started && !start()) {
            return null;
        }
        followSound();
        video.follow(choice.now());
        if (video.awaitsKey()) {
            choice.wantKeyFrame();
        }
        skipWhatIsTooOld();
        arrivals.look(video.track(), audio);
        MediaUnit picture = video.peek();
        MediaUnit frame = nextSound();
        if (picture != null && (frame == null || picture.dtsNanos() <= frame.dtsNanos())) {
            return frame != null || pictureMayPass(picture) ? takeVideo(picture) : null;
        }
        if (frame != null) {
            return picture != null || soundMayPass(frame) ? takeAudio(frame) : null;
        }
        return null;
    }

    /** Another track goes on after what has left of the one before. */
    private void followSound() {
        Track now = sound.now();
        if (now != audio) {
            audio = now;
            heard = false;
            nextAudio = now.firstFrom(afterWhatLeft());
        }
    }

    /** Where the sound of a track goes on, or begins among pictures that have left. */
    private long afterWhatLeft() {
        return audioSentNanos == NOT_YET ? videoSentNanos : audioSentNanos + LEAST_STEP_NANOS;
    }

    /** Begins at the cached key frame, with the sound that belongs to it. */
    private boolean start() {
        followSound();
        if (sound.catchingUp()) {
            return false;
        }
        video.follow(choice.now());
        if (choice.catchingUp()) {
            return false;
        }
        long keyNanos = video.start();
        if (keyNanos == Long.MAX_VALUE) {
            nextAudio = audio.oldest();
        } else {
            nextAudio = audio.firstFrom(keyNanos);
            allowedLagNanos = Math.max(0, video.track().newestDtsNanos() - keyNanos) + LAG_NANOS;
        }
        started = true;
        arrivals.begin(video.track(), audio);
        return true;
    }

    private @Nullable MediaUnit peekAudio() {
        return audio.at(nextAudio);
    }

    /** The next frame of sound that has not come too late to begin with. */
    private @Nullable MediaUnit nextSound() {
        MediaUnit frame = peekAudio();
        if (frame != null && !heard) {
            heard = true;
            audioFromNanos = afterWhatLeft();
        }
        while (frame != null && frame.dtsNanos() < audioFromNanos) {
            nextAudio++;
            frame = peekAudio();
        }
        return frame;
    }

    /** Whether a picture may go although no sound is here to compare it with. */
    private boolean pictureMayPass(MediaUnit picture) {
        return stream.ended()
                || picture.dtsNanos() <= audioSentNanos
                || video.track().newestDtsNanos() - picture.dtsNanos() >= soundWaitNanos();
    }

    /** How far pictures go on before it is without sound. */
    private long soundWaitNanos() {
        if (audio.next() > 0 || audioSentNanos != NOT_YET) {
            return sound.withinNanos(window);
        }
        return videoSentNanos == NOT_YET ? sound.firstWithinNanos() : 0;
    }

    /** Pictures that have stopped for longer than they are ever late are not waited for. */
    private boolean soundMayPass(MediaUnit heard) {
        Track pictures = video.track();
        long ahead = audio.newestDtsNanos();
        long stopped = window.nanos() + MergeWindow.LEAST_NANOS;
        return !isExpected(pictures)
                || ahead - pictures.newestDtsNanos() >= stopped
                || heard.dtsNanos() <= videoSentNanos
                || ahead - heard.dtsNanos() >= window.nanos();
    }

    private boolean isExpected(Track track) {
        return track.next() > 0 && !stream.ended();
    }

    private MediaUnit takeVideo(MediaUnit picture) {
        video.take(picture);
        MediaUnit unit = inOrder(picture, videoSentNanos);
        videoSentNanos = unit.dtsNanos();
        return unit;
    }

    private MediaUnit takeAudio(MediaUnit own) {
        nextAudio++;
        MediaUnit unit = inOrder(own, audioSentNanos);
        audioSentNanos = unit.dtsNanos();
        return instead == null ? unit : instead.through(unit);
    }

    /** Not before what has left, and after the last one of its own track. */
    private MediaUnit inOrder(MediaUnit unit, long ownSentNanos) {
        long sent = Math.max(videoSentNanos, audioSentNanos);
        long earliest = Math.max(sent, ownSentNanos + LEAST_STEP_NANOS);
        long late = earliest - unit.dtsNanos();
        return late <= 0 ? unit : unit.later(late);
    }

    private void skipWhatIsTooOld() {
        long newest = Math.max(video.track().newestDtsNanos(), audio.newestDtsNanos());
        if (video.overrun() || video.lag(newest) > allowedLagNanos) {
            video.skip();
        }
        if (nextAudio < audio.oldest() || audioLag(newest) > 2 * allowedLagNanos) {
            skipAudio();
        }
        if (!caughtUp && audioLag(newest) < CAUGHT_UP_NANOS) {
            caughtUp = video.lag(newest) < CAUGHT_UP_NANOS;
            allowedLagNanos = caughtUp ? LAG_NANOS : allowedLagNanos;
        }
    }

    private long audioLag(long newestNanos) {
        return audio.lag(nextAudio, newestNanos);
    }

    private void skipAudio() {
        MediaUnit picture = video.peek();
        long to = picture == null ? audio.next() : audio.firstFrom(picture.dtsNanos());
        skipped += Math.max(0, to - nextAudio);
        nextAudio = Math.max(to, nextAudio);
    }
}
