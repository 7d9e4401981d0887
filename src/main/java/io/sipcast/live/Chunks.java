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

    /** A place is a chunk's index and an offset of so many bits in it. */
    private static final int OFFSET_BITS = 13;

    /** With the header of its array that much. */
    private static final int SIZE = (1 << OFFSET_BITS) - 16;

    /** What is larger has a chunk of its own, which is not used again. */
    private static final int LARGE = SIZE / 4;

    /**
     * @param last the number of the last item in it
     */
    private record Full(int index, long last) {}

    private static final int NONE = -1;

    private volatile @Nullable ByteBuffer[] table = new @Nullable ByteBuffer[4];
    private final ArrayDeque<Full> full = new ArrayDeque<>();
    private @Nullable ByteBuffer spare;
    private int current = NONE;
    private int end;
    private long last;

    /**
     * Takes room, which goes from the place's offset on.
     *
     * @param item its number, which rises
     */
    int take(int bytes, long item) {
        if (bytes > LARGE) {
            int own = use(ByteBuffer.allocate(bytes));
            full.add(new Full(own, item));
            return own << OFFSET_BITS;
        }
        if (current == NONE || end + bytes > SIZE) {
            next();
        }
        int place = (current << OFFSET_BITS) | end;
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
        current = use(again == null ? ByteBuffer.allocate(SIZE) : again);
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
        return table[place >> OFFSET_BITS];
    }

    static int offset(int place) {
        return place & ((1 << OFFSET_BITS) - 1);
    }

    /** Items before this number are of no use any more. */
    void freeBefore(long item) {
        for (Full first = full.peek(); first != null && first.last() < item; first = full.peek()) {
            full.remove();
            ByteBuffer chunk = table[first.index()];
            table[first.index()] = null;
            spare = chunk != null && chunk.capacity() == SIZE ? chunk : spare;
        }
    }
}
