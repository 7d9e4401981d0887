package io.sipcast.live;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A past of many items: the newest as they came, which is what nearly everybody reads, and the
 * older ones as bytes, of which an item is made anew for who asks. What is kept for seconds
 * outlives every collection of young objects, and pauses are as long as what they find alive: of
 * hundreds of calls there would be tens of thousands, and tens of megabytes of pictures to be moved
 * twice.
 *
 * @param <H> what many items have in common and refer to
 */
final class PackedRing<T, H> implements Past<T> {
    /** How an item is kept as bytes. */
    interface Form<T, H> {
        /** As {@link Past#nanosAt}. */
        long nanos(T item);

        /** What is kept beside the bytes. */
        H head(T item);

        /** How many bytes {@link #write} writes. */
        int size(T item);

        void write(T item, ByteLog to);

        /** The same item again, of all bytes that are in the buffer. */
        T read(long nanos, H head, ByteBuffer from);
    }

    /** Of each packed item: its time, and how many bytes follow. */
    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private final Form<T, H> form;
    private final AtomicReferenceArray<@Nullable T> newest;
    private final AtomicReferenceArray<@Nullable H> heads;
    private final int[] places;
    private final int mask;
    private final ByteLog log;
    private volatile long oldest;
    private volatile long unpacked;
    private volatile long next;

    /**
     * Makes an empty ring.
     *
     * @param capacity a power of two
     * @param newest how many stay as they came, a power of two: as many as are read in time
     * @param log where the others are
     */
    PackedRing(int capacity, int newest, Form<T, H> form, ByteLog log) {
        if (Integer.bitCount(capacity) != 1 || Integer.bitCount(newest) != 1) {
            throw new IllegalArgumentException("not powers of two: " + capacity + ", " + newest);
        }
        this.form = form;
        this.log = log;
        this.newest = new AtomicReferenceArray<>(newest);
        this.heads = new AtomicReferenceArray<>(capacity);
        this.places = new int[capacity];
        this.mask = capacity - 1;
    }

    @Override
    public long add(T item) {
        long number = next;
        forgetBefore(number - mask);
        pack(number - newest.length());
        newest.setRelease(newestSlot(number), item);
        next = number + 1;
        return number;
    }

    /** Readers know that it is among the bytes before another takes its slot. */
    @SuppressWarnings("ReferenceEquality") // a quick look each time; an equal one does no harm
    private void pack(long number) {
        T item = number < oldest ? null : newest.getPlain(newestSlot(number));
        if (item != null) {
            int slot = (int) number & mask;
            places[slot] = log.begin(HEADER);
            log.putLong(form.nanos(item));
            log.putInt(form.size(item));
            form.write(item, log);
            H head = form.head(item);
            if (heads.getPlain(slot) != head) { // mostly the one that was there
                heads.setRelease(slot, head);
            }
        }
        unpacked = number + 1;
        VarHandle.storeStoreFence();
    }

    @Override
    public void forgetBefore(long number) {
        long from = Math.max(oldest, unpacked);
        long to = Math.min(number, next);
        if (to <= oldest) {
            return;
        }
        oldest = to;
        VarHandle.storeStoreFence(); // before the bytes are written over
        for (long i = from; i < to; i++) {
            newest.setRelease(newestSlot(i), null);
        }
        if (to < unpacked) {
            log.freeBefore(places[(int) to & mask]);
        } else {
            log.freeAll();
        }
    }

    @Override
    public @Nullable T at(long number) {
        if (isGone(number) || number >= next) {
            return null;
        }
        if (number >= unpacked) {
            T item = newest.getAcquire(newestSlot(number));
            if (number >= unpacked) {
                return isGone(number) ? null : item;
            }
        }
        return unpack(number);
    }

    private @Nullable T unpack(long number) {
        int slot = (int) number & mask;
        int place = places[slot];
        H head = heads.getAcquire(slot);
        ByteBuffer chunk = log.chunk(place);
        if (chunk == null || head == null || isGone(number)) {
            return null;
        }
        int offset = log.offset(place);
        long nanos = chunk.getLong(offset);
        int size = chunk.getInt(offset + Long.BYTES);
        if (isGone(number)) {
            return null;
        }
        byte[] bytes = new byte[size];
        return !log.read(place, HEADER, bytes) || isGone(number)
                ? null
                : form.read(nanos, head, ByteBuffer.wrap(bytes).order(ByteLog.ORDER));
    }

    @Override
    public long nanosAt(long number) {
        if (number >= next) {
            return NOT_YET;
        }
        if (number >= unpacked) {
            T item = at(number);
            return item == null ? GONE : form.nanos(item);
        }
        int place = places[(int) number & mask];
        ByteBuffer chunk = log.chunk(place);
        if (chunk == null || isGone(number)) {
            return GONE;
        }
        long nanos = chunk.getLong(log.offset(place));
        return isGone(number) ? GONE : nanos;
    }

    /** Whether what has been read of it so far may be another's already. */
    private boolean isGone(long number) {
        VarHandle.loadLoadFence();
        return number < oldest;
    }

    @Override
    public long oldest() {
        return oldest;
    }

    @Override
    public long next() {
        return next;
    }

    private int newestSlot(long number) {
        return (int) number & (newest.length() - 1);
    }
}
