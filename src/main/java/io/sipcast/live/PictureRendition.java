package io.sipcast.live;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of a stream as H.264 of one kind: begun for the first subscriber who needs it so,
 * shared by all, stopped with the last. It begins with the cached key frame.
 *
 * <p>The source's ring is the bounded queue between the stream's loop, which only wakes it, and the
 * workers, of which one at a time is here. One that can't keep up first leaves out pictures (they
 * are decoded, not encoded), then everything up to the next key frame: nobody waits for it. What it
 * makes is added on the loop.
 */
final class PictureRendition {
    private static final Logger LOG = LoggerFactory.getLogger(PictureRendition.class);

    /** A worker is not held by one stream. */
    private static final int SLICE = 8;

    /** Older than this, a picture is not worth encoding. */
    static final long LATE_NANOS = 250_000_000L;

    /** Older than this, nor is it worth decoding, if there is a key frame to go on with. */
    static final long LOST_NANOS = 1_000_000_000L;

    /** In a row, without a picture between them. */
    private static final int MOST_FAILURES = 3;

    private static final double NANOS = 1e9;
    private static final double USUAL_RATE = 30;

    /**
     * Who does what.
     *
     * @param loop the stream's own, which alone adds to a track
     * @param workers may take milliseconds for each picture
     * @param told called on the loop when the track has grown
     */
    record Threads(Executor loop, Executor workers, Runnable told) {}

    private final H264Spec spec;
    private final Track source;
    private final Track track = Track.ofPictures();
    private final Threads threads;
    private final PictureTranscoder.Factory factory;

    /** Wakes since the workers were last asked for: above 0 one is at it. */
    private final AtomicInteger wakes = new AtomicInteger();

    private final AtomicBoolean keyWanted = new AtomicBoolean();
    private volatile @Nullable Filler filler;
    private volatile boolean stopped;
    private volatile boolean failed;
    private volatile boolean catchingUp = true;
    private final LongAdder pictures = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private int users; // guarded by the stream's lock

    // The worker's own, one at a time.
    private @Nullable PictureTranscoder transcoder;
    private long next = -1;
    private boolean awaitKey = true;
    private int failures;

    /**
     * Makes a rendition that does nothing until it is woken.
     *
     * @param threads where its work is done
     */
    PictureRendition(
            H264Spec spec, Track source, Threads threads, PictureTranscoder.Factory factory) {
        this.spec = spec;
        this.source = source;
        this.threads = threads;
        this.factory = factory;
    }

    H264Spec spec() {
        return spec;
    }

    Track track() {
        return track;
    }

    /** What stands in when the source pauses; null: nothing does. */
    @Nullable Filler filler() {
        return filler;
    }

    void fill(@Nullable Filler by) {
        filler = by;
    }

    /** Whether it has given out nothing yet although there is something to begin with. */
    boolean catchingUp() {
        return catchingUp && !stopped && !failed && source.lastKey() >= 0;
    }

    /** Pictures made. */
    long pictures() {
        return pictures.sum();
    }

    /** Pictures that were left out since they came too late, or could not be decoded. */
    long dropped() {
        return dropped.sum();
    }

    void retain() {
        users++;
    }

    /** Whether nobody is left. */
    boolean release() {
        users--;
        return users == 0;
    }

    /** The source has something new. From any thread; returns at once. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            ask();
        }
    }

    private void ask() {
        try {
            threads.workers().execute(this::work);
        } catch (RejectedExecutionException _) { // the gateway closes: pictures are for nobody
            LOG.debug("no pictures are made any more");
        }
    }

    /** The next picture is to be a key frame. From any thread. */
    void requestKeyFrame() {
        keyWanted.set(true);
    }

    void stop() {
        stopped = true;
        wake();
    }

    private void work() {
        int seen = wakes.get();
        boolean more = true;
        try {
            more = !stopped && transcodeSome();
        } catch (RuntimeException e) {
            more = !stopped && beginAgain(e);
        }
        if (stopped || failed) {
            close();
        }
        if (more || wakes.addAndGet(-seen) > 0) {
            ask();
        }
    }

    /** With the next key frame, unless that has failed too often: a peer may send anything. */
    private boolean beginAgain(RuntimeException fault) {
        close();
        awaitKey = true;
        failures++;
        failed = failures == MOST_FAILURES;
        LOG.error(
                "cannot make {} of a stream: {}",
                spec,
                failed ? "it has no pictures in this form" : "the next key frame is tried",
                fault);
        return !failed;
    }

    /** Whether there is more to be done at once. */
    private boolean transcodeSome() {
        if (failed) {
            return false;
        }
        List<MediaUnit> made = new ArrayList<>();
        for (int i = 0; i < SLICE; i++) {
            MediaUnit unit = take();
            if (unit == null) {
                give(made);
                return false;
            }
            transcode(unit, made);
        }
        give(made);
        return true;
    }

    /** The next unit that is worth decoding. */
    private @Nullable MediaUnit take() {
        long key = source.lastKey();
        MediaUnit unit = next < 0 ? null : source.at(next);
        boolean lost = next >= 0 && (next < source.oldest() || isOlder(unit, LOST_NANOS));
        if (next < 0 || (lost && key > next)) {
            dropped.add(next < 0 || key < 0 ? 0 : key - next);
            next = key;
            unit = key < 0 ? null : source.at(key);
        }
        while (unit != null && awaitKey && !unit.key()) {
            dropped.increment();
            next++;
            unit = source.at(next);
        }
        if (unit != null) {
            awaitKey = false;
            next++;
        }
        return unit;
    }

    private void transcode(MediaUnit unit, List<MediaUnit> made) {
        int before = made.size();
        boolean shown = !isOlder(unit, LATE_NANOS);
        boolean key = shown && keyWanted.getAndSet(false);
        try {
            transcoder(unit).transcode(unit, shown, key, made::add);
        } catch (ProtocolException _) {
            awaitKey = true;
        }
        int count = made.size() - before;
        pictures.add(count);
        failures = count > 0 ? 0 : failures;
        dropped.add(shown ? 0 : 1);
    }

    private PictureTranscoder transcoder(MediaUnit first) {
        PictureTranscoder opened = transcoder;
        if (opened == null) {
            opened = factory.open(spec, (Format.Video) first.format(), rate());
            transcoder = opened;
        }
        return opened;
    }

    private boolean isOlder(@Nullable MediaUnit unit, long nanos) {
        return unit != null && source.newestDtsNanos() - unit.dtsNanos() > nanos;
    }

    /** Pictures a second, by those that are there. */
    private double rate() {
        MediaUnit oldest = source.at(source.oldest());
        long count = source.next() - 1 - source.oldest();
        if (oldest == null || count < 5) {
            return USUAL_RATE;
        }
        double seconds = (source.newestDtsNanos() - oldest.dtsNanos()) / NANOS;
        return seconds <= 0 ? USUAL_RATE : Math.clamp(count / seconds, 1, 60);
    }

    private void give(List<MediaUnit> made) {
        if (made.isEmpty()) {
            return;
        }
        threads.loop()
                .execute(() -> {
                    made.forEach(this::add);
                    catchingUp = false;
                    threads.told().run();
                });
    }

    private void add(MediaUnit unit) {
        if (unit.dtsNanos() > track.newestDtsNanos()) {
            track.add(unit);
            Filler standIn = filler;
            if (standIn != null) {
                standIn.picture(unit);
            }
        }
    }

    private void close() {
        if (transcoder != null) {
            transcoder.close();
            transcoder = null;
        }
    }

    @Override
    public String toString() {
        return spec + ": " + pictures() + " pictures, " + dropped() + " dropped";
    }
}
