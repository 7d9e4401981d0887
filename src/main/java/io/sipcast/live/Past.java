package io.sipcast.live;

import org.jspecify.annotations.Nullable;

/**
 * The last items of a track, numbered from 0, their times never falling. One thread adds and
 * forgets; any thread reads, without a lock: a reader that comes too late finds nothing and sees it
 * from {@link #oldest}.
 */
interface Past<T> {
    /** Before all times. */
    long GONE = Long.MIN_VALUE;

    /** After all times. */
    long NOT_YET = Long.MAX_VALUE;

    /** Adds an item and returns its number; the oldest one gives way when there is no room. */
    long add(T item);

    /** Lets go of the items before this number. */
    void forgetBefore(long number);

    /** The item of this number, null when it is gone or not there yet. */
    @Nullable T at(long number);

    /** When that item is, on stream time; {@link #GONE} or {@link #NOT_YET} when it is not here. */
    long nanosAt(long number);

    /** The number of the oldest item still here; {@link #next} when there is none. */
    long oldest();

    /** The number that the next item will have. */
    long next();
}
