package io.sipcast.live;

import io.sipcast.media.Pcm;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of a stream as they come, which are made as long as it is open. Owned by one
 * thread, which may be any.
 */
public final class PcmReader implements AutoCloseable {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final Past<Pcm> source;
    private final Runnable closing;
    private volatile long from = NOT_YET;
    private long next;
    private boolean closed;

    /**
     * One that has not begun.
     *
     * @param closing called once
     */
    PcmReader(Past<Pcm> source, Runnable closing) {
        this.source = source;
        this.closing = closing;
    }

    /** With the block that comes next. On the thread that adds them. */
    void begin() {
        from = source.next();
    }

    /** The next block, null when there is none yet. Whoever comes too late misses some. */
    public @Nullable Pcm next() {
        if (from == NOT_YET) {
            return null;
        }
        next = Math.max(next, Math.max(from, source.oldest()));
        Pcm block = source.at(next);
        if (block != null) {
            next++;
        }
        return block;
    }

    /** May be repeated. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closing.run();
        }
    }
}
