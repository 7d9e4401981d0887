package io.sipcast.inject;

import io.sipcast.media.Pcm;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Holds a little of a stream's sound, so that what comes in bursts goes out evenly. Where the
 * source runs faster or slower than our clock, blocks last a little less or more than they say,
 * which nobody hears; only what is far too much is dropped. Owned by one thread.
 */
final class Playout {
    private static final long MOST_NANOS = 600_000_000L;
    private static final long ROOM_NANOS = 60_000_000L;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final double FASTER = 0.998;
    private static final double SLOWER = 1.002;

    /** Steps of the buffer below this leave pictures where they are. */
    private static final long TOLERANCE_NANOS = 40_000_000L;

    private final long targetNanos;
    private final Queue<Pcm> blocks = new ArrayDeque<>();
    private long heldNanos;
    private boolean filling = true;

    private double pace = 1;
    private long leastNanos = Long.MAX_VALUE;
    private long windowNanos;

    private long endNanos;
    private boolean placed;
    private long offsetNanos;

    /**
     * Makes an empty buffer.
     *
     * @param targetNanos how much is held before the first block goes out
     */
    Playout(long targetNanos) {
        this.targetNanos = targetNanos;
    }

    void add(Pcm block) {
        blocks.add(block);
        heldNanos += span(block);
        if (heldNanos > MOST_NANOS) {
            while (heldNanos > targetNanos) {
                heldNanos -= span(blocks.remove());
            }
        }
    }

    /** The next block, its span as long as it is to last; null when there is none now. */
    @Nullable Pcm next(long nowNanos) {
        if (filling && heldNanos < targetNanos) {
            return null;
        }
        Pcm block = blocks.poll();
        filling = block == null;
        if (block == null) {
            return null;
        }
        heldNanos -= span(block);
        follow(block);
        place(nowNanos - block.startNanos());
        long start = endNanos;
        endNanos += Math.max(1, Math.round(span(block) * pace));
        return new Pcm(start, endNanos, block.sampleRateHz(), block.samples());
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** Whether it is known when the sound of a moment of the stream is heard. */
    boolean placed() {
        return placed;
    }

    /** How much later than its stream time the sound is heard, on the gateway's clock. */
    long offsetNanos() {
        return offsetNanos;
    }

    /** Sound and pictures are this much later than their stream time. */
    void place(long nanos) {
        if (!placed || Math.abs(nanos - offsetNanos) > TOLERANCE_NANOS) {
            placed = true;
            offsetNanos = nanos;
        }
    }

    /** By the least that was held within a second: bursts come on top of that. */
    private void follow(Pcm block) {
        leastNanos = Math.min(leastNanos, heldNanos);
        windowNanos += span(block);
        if (windowNanos < WINDOW_NANOS) {
            return;
        }
        pace =
                leastNanos > targetNanos + ROOM_NANOS
                        ? FASTER
                        : leastNanos < targetNanos / 6 ? SLOWER : 1;
        windowNanos = 0;
        leastNanos = Long.MAX_VALUE;
    }

    private static long span(Pcm block) {
        return block.endNanos() - block.startNanos();
    }
}
