package io.sipcast.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A past of items that are kept as they are, in a ring of slots. */
final class Ring<T> implements Past<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final ToLongFunction<T> nanos;
    private final int mask;
    private volatile long oldest;
    private volatile long next;

    /**
     * Makes an empty ring.
     *
     * @param capacity a power of two
     * @param nanos as {@link #nanosAt}
     */
    Ring(int capacity, ToLongFunction<T> nanos) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
        this.nanos = nanos;
    }

    @Override
    public long add(T item) {
        long number = next;
        if (number - oldest > mask) {
            oldest = number - mask; // before the slot is written: no reader takes the new for the
            // old
        }
        slots.setRelease((int) number & mask, item);
        next = number + 1;
        return number;
    }

    @Override
    public void forgetBefore(long number) {
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

    @Override
    public @Nullable T at(long number) {
        if (number < oldest || number >= next) {
            return null;
        }
        T item = slots.getAcquire((int) number & mask);
        return number < oldest ? null : item;
    }

    @Override
    public long nanosAt(long number) {
        if (number >= next) {
            return NOT_YET;
        }
        T item = at(number);
        return item == null ? GONE : nanos.applyAsLong(item);
    }

    @Override
    public long oldest() {
        return oldest;
    }

    @Override
    public long next() {
        return next;
    }
}
