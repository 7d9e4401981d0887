package io.sipcast.live;

import io.sipcast.media.Pcm;
import org.jspecify.annotations.Nullable;

/** Reads the samples of a stream as they come. Owned by one thread, which may be any. */
public final class PcmReader {
    private final Ring<Pcm> source;
    private long next;

    PcmReader(Ring<Pcm> source) {
        this.source = source;
        this.next = source.next();
    }

    /** The next block, null when there is none yet. Whoever comes too late misses some. */
    public @Nullable Pcm next() {
        next = Math.max(next, source.oldest());
        Pcm block = source.at(next);
        if (block != null) {
            next++;
        }
        return block;
    }
}
