package io.sipcast.mp4;

import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one track that wait for their fragment. A sample lasts until the next one, so the
 * newest waits for that.
 *
 * <p>Frames of AAC all last equally long, but the times of some publishers are whole milliseconds:
 * a frame that is within a millisecond of where the one before it ends is put exactly there, so
 * that rounding is not written down. One that is not moves to its own time, and the one before it
 * lasts as much longer or shorter; after a gap the next fragment says where it goes on.
 */
final class TrackSamples {
    /**
     * One sample.
     *
     * @param ticks decode time
     * @param offset from there to its display
     */
    record Sample(MediaUnit unit, long ticks, long duration, long offset) {}

    private final TrackLayout layout;
    private final long startNanos;
    private final List<Sample> ready = new ArrayList<>();
    private @Nullable MediaUnit newest;
    private long newestTicks;
    private long lastDuration;

    /** Times count from this stream time. */
    TrackSamples(TrackLayout layout, long startNanos) {
        this.layout = layout;
        this.startNanos = startNanos;
        this.lastDuration = layout.isVideo() ? layout.timescale() / 25 : layout.frameTicks();
    }

    TrackLayout layout() {
        return layout;
    }

    /**
     * The newest sample is over when this unit begins.
     *
     * @return whether there is a gap between the two that the fragment must not span
     */
    boolean complete(MediaUnit next) {
        MediaUnit before = newest;
        long ticks = ticksOf(next);
        if (before == null) {
            newestTicks = ticks;
            return false;
        }
        boolean gap =
                !layout.isVideo()
                        && ticks - newestTicks - layout.frameTicks() >= layout.frameTicks();
        if (gap) {
            close(before, layout.frameTicks());
        } else {
            close(before, Math.max(1, ticks - newestTicks));
        }
        newestTicks = Math.max(ticks, newestTicks + 1);
        return gap;
    }

    /** Takes the unit that {@link #complete} was told of. */
    void add(MediaUnit unit) {
        newest = unit;
    }

    /** No more will come: the newest lasts as long as the one before it. */
    void end() {
        MediaUnit last = newest;
        if (last != null) {
            close(last, lastDuration);
            newestTicks += lastDuration;
        }
    }

    /** Where the track ends now. */
    long endTicks() {
        return newestTicks;
    }

    /** Whether the first sample that waits is one to begin with. */
    boolean startsWithKey() {
        return !ready.isEmpty() && ready.getFirst().unit().key();
    }

    /** Those whose duration is known, which leave. */
    List<Sample> take() {
        List<Sample> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    private void close(MediaUnit unit, long duration) {
        long shown = layout.ticks(unit.ptsNanos() - unit.dtsNanos());
        ready.add(new Sample(unit, newestTicks, duration, shown));
        lastDuration = duration;
        newest = null;
    }

    private long ticksOf(MediaUnit unit) {
        long own = layout.ticks(unit.dtsNanos() - startNanos);
        if (layout.isVideo() || newest == null) {
            return own;
        }
        long expected = newestTicks + layout.frameTicks();
        return Math.abs(own - expected) * 1000 <= layout.timescale() ? expected : own;
    }
}
