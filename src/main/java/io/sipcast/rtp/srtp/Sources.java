package io.sipcast.rtp.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each source that has sent authentic packets. A bridge may change its source for
 * each speaker: the one that was silent longest is forgotten when there are too many.
 */
final class Sources {
    static final int MOST = 64;

    /** One source. */
    static final class Source {
        private final int ssrc;
        private final ReplayWindow window = new ReplayWindow();
        private long used;

        Source(int ssrc) {
            this.ssrc = ssrc;
        }

        ReplayWindow window() {
            return window;
        }

        /** The index that this sequence number most likely means, RFC 3711 §3.3.1. */
        long indexOf(int sequence) {
            return indexNear(window.highest(), sequence);
        }
    }

    private Source[] sources = new Source[2];
    private int count;
    private long uses;
    private @Nullable Source last;

    /** Nearest to the highest index; negative for one before the first. */
    static long indexNear(long highest, int sequence) {
        if (highest < 0) {
            return sequence;
        }
        long rollOver = highest >>> 16;
        int distance = sequence - (int) (highest & 0xFFFF);
        if (distance > 0x8000) {
            rollOver--;
        } else if (distance < -0x8000) {
            rollOver++;
        }
        return (rollOver << 16) + sequence;
    }

    @Nullable Source find(int ssrc) {
        if (last != null && last.ssrc == ssrc) {
            return last;
        }
        for (int i = 0; i < count; i++) {
            if (sources[i].ssrc == ssrc) {
                return sources[i];
            }
        }
        return null;
    }

    /** Notes an authentic packet, of a source that may be new. */
    void add(int ssrc, long index) {
        Source source = find(ssrc);
        if (source == null) {
            source = new Source(ssrc);
            place(source);
        }
        source.used = ++uses;
        source.window.add(index);
        last = source;
    }

    private void place(Source source) {
        if (count < MOST) {
            if (count == sources.length) {
                sources = Arrays.copyOf(sources, Math.min(MOST, 2 * count));
            }
            sources[count++] = source;
            return;
        }
        int oldest = 0;
        for (int i = 1; i < count; i++) {
            oldest = sources[i].used < sources[oldest].used ? i : oldest;
        }
        sources[oldest] = source;
    }

    int count() {
        return count;
    }
}
