package io.sipcast.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last items of a track, numbered from 0. One thread adds and forgets; any thread reads,
 * without a lock: a reader that comes too late finds nothing and sees it from {@link #oldest}.
 */
final class Ring<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private volatile long oldest;
    private volatile long next;

    /**
     * Makes an empty ring.
     *
     * @param capacity a power of two
     */
    Ring(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    /** Adds an item and returns its number; the oldest one gives way when the ring is full. */
    long add(T item) {
        long number = next;
        if (number - oldest > mask) {
            oldest = number - mask; // before the slot is written: no reader takes the new for the
            // old
        }
        slots.setRelease((int) number & mask, item);
        next = number + 1;
        return number;
    }

    /** Lets go of the items before this number. */
    void forgetBefore(long number) {
        long from = oldest;
        long to = Math.min(number, next);
        if (to <= from) {
            return;
        }
        oldest = to;
        for (long i = from; i < to; i++) {
            slots.setRelease((int) i & mask, null);
        }
    }

    /** The item of this number, null when it is gone or not there yet. */
    @Nullable T at(long number) {
        if (number < oldest || number >= next) {
            return null;
        }
        T item = slots.getAcquire((int) number & mask);
        return number < oldest ? null : item;
    }

    /** The number of the oldest item still here; {@link #next} when there is none. */
    long oldest() {
        return oldest;
    }

    /** The number that the next item will have. */
    long next() {
        return next;
    }
}
