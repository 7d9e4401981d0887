package io.sipcast.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are added behind the last ones and let go of from the first on, in chunks that are
 * used again: as many as were needed lately. What is added goes on in the next chunk where one is
 * full. One thread adds and frees; others may read what is at a place, and are to find out
 * themselves whether it still is.
 */
final class ByteLog {
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** With the header of its array a chunk is a power of two. */
    private static final int ARRAY_HEADER = 16;

    /** So many chunks later, or twice as many as there are, those not needed meanwhile go. */
    private static final int LATELY = 16;

    /** A place is the number of a chunk, rolling over, and so many bits of an offset in it. */
    private final int offsetBits;

    private final int size;
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    /** A value that goes on in the next chunk. */
    private final byte[] split = new byte[Long.BYTES];

    private final ByteBuffer splitValue = ByteBuffer.wrap(split).order(ORDER);

    /** By the last bits of their numbers. */
    private volatile AtomicReferenceArray<@Nullable ByteBuffer> table =
            new AtomicReferenceArray<>(4);

    private ByteBuffer current = ByteBuffer.allocate(0);
    private int currentStart;
    private int firstStart;
    private int untilLook = LATELY;
    private int unneeded = Integer.MAX_VALUE;

    private ByteLog(int offsetBits) {
        this.offsetBits = offsetBits;
        this.size = (1 << offsetBits) - ARRAY_HEADER;
        this.currentStart = -(1 << offsetBits); // one before the first
    }

    /** Of some ten kilobytes in all: chunks of 8 kB. */
    static ByteLog ofSound() {
        return new ByteLog(13);
    }

    /** Of hundreds of kilobytes: chunks of 32 kB. */
    static ByteLog ofPictures() {
        return new ByteLog(15);
    }

    // By the thread that adds.

    /** The place of what is added next, of which the first so many bytes lie together. */
    int begin(int together) {
        if (current.remaining() < together) {
            next();
        }
        return currentStart | current.position();
    }

    void put(byte value) {
        if (!current.hasRemaining()) {
            next();
        }
        current.put(value);
    }

    void putInt(int value) {
        if (current.remaining() >= Integer.BYTES) {
            current.putInt(value);
        } else {
            splitValue.putInt(0, value);
            put(split, Integer.BYTES);
        }
    }

    void putLong(long value) {
        if (current.remaining() >= Long.BYTES) {
            current.putLong(value);
        } else {
            splitValue.putLong(0, value);
            put(split, Long.BYTES);
        }
    }

    void put(byte[] values) {
        put(values, values.length);
    }

    private void put(byte[] values, int count) {
        for (int done = 0; done < count; ) {
            if (!current.hasRemaining()) {
                next();
            }
            int part = Math.min(count - done, current.remaining());
            current.put(values, done, part);
            done += part;
        }
    }

    void put(short[] values) {
        for (int done = 0; done < values.length; ) {
            int part = Math.min(values.length - done, current.remaining() / Short.BYTES);
            if (part == 0) {
                splitValue.putShort(0, values[done]);
                put(split, Short.BYTES);
                done++;
            } else {
                current.asShortBuffer().put(values, done, part);
                current.position(current.position() + part * Short.BYTES);
                done += part;
            }
        }
    }

    private void next() {
        currentStart += 1 << offsetBits;
        if (currentStart - firstStart == table.length() << offsetBits) {
            grow();
        }
        ByteBuffer again = spare.poll();
        current = again == null ? ByteBuffer.allocate(size).order(ORDER) : again.clear();
        table.setRelease(slot(table, currentStart), current);
        unneeded = Math.min(unneeded, spare.size());
        untilLook--;
        if (untilLook == 0) {
            letGoOfUnneeded();
        }
    }

    /** Many may be freed at once and needed again until the next time: a group of pictures. */
    private void letGoOfUnneeded() {
        while (unneeded > 0) {
            spare.remove();
            unneeded--;
        }
        int used = ((currentStart - firstStart) >>> offsetBits) + 1;
        unneeded = Integer.MAX_VALUE;
        untilLook = Math.max(LATELY, 2 * (used + spare.size()));
    }

    private void grow() {
        AtomicReferenceArray<@Nullable ByteBuffer> before = table;
        var larger = new AtomicReferenceArray<@Nullable ByteBuffer>(2 * before.length());
        for (int at = firstStart; at != currentStart; at += 1 << offsetBits) {
            larger.setPlain(slot(larger, at), before.getPlain(slot(before, at)));
        }
        table = larger;
    }

    /** What has been added is of no use any more. */
    void freeAll() {
        freeBefore(currentStart);
    }

    /** What is before this place is of no use any more. */
    void freeBefore(int place) {
        for (; place - firstStart >= 1 << offsetBits; firstStart += 1 << offsetBits) {
            ByteBuffer chunk = table.getPlain(slot(table, firstStart));
            table.setRelease(slot(table, firstStart), null);
            if (chunk != null) {
                spare.add(chunk);
            }
        }
    }

    // By any thread.

    /** The chunk of a place, of which only {@link #offset} tells where; null when it is gone. */
    @Nullable ByteBuffer chunk(int place) {
        AtomicReferenceArray<@Nullable ByteBuffer> chunks = table;
        return chunks.getAcquire(slot(chunks, place));
    }

    int offset(int place) {
        return place & ((1 << offsetBits) - 1);
    }

    /**
     * Reads as many bytes as fit.
     *
     * @param skipped how many before them at that place, which lie together
     * @return whether they were there
     */
    boolean read(int place, int skipped, byte[] to) {
        int offset = offset(place) + skipped;
        int at = place;
        for (int done = 0; done < to.length; ) {
            ByteBuffer chunk = chunk(at);
            if (chunk == null) {
                return false;
            }
            int part = Math.min(to.length - done, size - offset);
            chunk.get(offset, to, done, part);
            done += part;
            at += 1 << offsetBits;
            offset = 0;
        }
        return true;
    }

    private int slot(AtomicReferenceArray<@Nullable ByteBuffer> chunks, int place) {
        return (place >>> offsetBits) & (chunks.length() - 1);
    }
}
