package io.sipcast.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Room for bytes that are taken and given back in the same order, in arrays that are used again: as
 * many as what is kept needs, and one more. One thread takes and frees; others may read what is at
 * a place, and are to find out themselves whether it still is.
 */
final class Chunks {
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** With the header of its array a chunk is a power of two. */
    private static final int ARRAY_HEADER = 16;

    /**
     * @param last the number of the last item in it
     */
    private record Full(int index, long last) {}

    private static final int NONE = -1;

    /** A place is a chunk's index and an offset of so many bits in it. */
    private final int offsetBits;

    private final int size;

    /** What is larger has a chunk of its own, which is not used again. */
    private final int large;

    private volatile @Nullable ByteBuffer[] table = new @Nullable ByteBuffer[4];
    private final ArrayDeque<Full> full = new ArrayDeque<>();
    private @Nullable ByteBuffer spare;
    private int current = NONE;
    private int end;
    private long last;

    private Chunks(int offsetBits, int large) {
        this.offsetBits = offsetBits;
        this.size = (1 << offsetBits) - ARRAY_HEADER;
        this.large = large;
    }

    /** For items of some hundred bytes: chunks of 8 kB. */
    static Chunks ofSound() {
        return new Chunks(13, 2 << 10);
    }

    /** For pictures, of which key frames are several times as large: chunks of 32 kB. */
    static Chunks ofPictures() {
        return new Chunks(15, 16 << 10);
    }

    /**
     * Takes room, which goes from the place's offset on.
     *
     * @param item its number, which rises
     */
    int take(int bytes, long item) {
        if (bytes > large) {
            int own = use(ByteBuffer.allocate(bytes));
            full.add(new Full(own, item));
            return own << offsetBits;
        }
        if (current == NONE || end + bytes > size) {
            next();
        }
        int place = (current << offsetBits) | end;
        end += bytes;
        last = item;
        return place;
    }

    private void next() {
        if (current != NONE) {
            full.add(new Full(current, last));
        }
        ByteBuffer again = spare;
        spare = null;
        current = use(again == null ? ByteBuffer.allocate(size) : again);
        end = 0;
    }

    private int use(ByteBuffer chunk) {
        @Nullable ByteBuffer[] chunks = table;
        int index = 0;
        while (index < chunks.length && chunks[index] != null) {
            index++;
        }
        if (index == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunks.length);
        }
        chunks[index] = chunk.order(ORDER);
        table = chunks;
        return index;
    }

    /** The chunk of a place, ready to write there. On the thread that takes. */
    ByteBuffer at(int place) {
        ByteBuffer chunk = read(place);
        if (chunk == null) {
            throw new IllegalStateException("nothing is at " + place);
        }
        return chunk.position(offset(place));
    }

    /** The chunk of a place, of which only {@link #offset} tells where; null when it is gone. */
    @Nullable ByteBuffer read(int place) {
        return table[place >> offsetBits];
    }

    int offset(int place) {
        return place & ((1 << offsetBits) - 1);
    }

    /** Items before this number are of no use any more. */
    void freeBefore(long item) {
        for (Full first = full.peek(); first != null && first.last() < item; first = full.peek()) {
            full.remove();
            ByteBuffer chunk = table[first.index()];
            table[first.index()] = null;
            spare = chunk != null && chunk.capacity() == size ? chunk : spare;
        }
    }
}
