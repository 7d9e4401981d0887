package io.sipcast.mp4;

import java.util.Arrays;

/**
 * Where fragments begin that one may start to play at: {@code mfra}, ISO/IEC 14496-12 §8.8.9. It
 * does not grow without end: once it is full every second entry goes, and of what comes then, too.
 */
final class FragmentIndex {
    private static final int MOST = 4096;
    private static final int ENTRY_SIZE = 8 + 8 + 3;

    private final int trackId;
    private long[] times = new long[64];
    private long[] offsets = new long[64];
    private int count;
    private int every = 1;
    private long seen;

    FragmentIndex(int trackId) {
        this.trackId = trackId;
    }

    /** A fragment whose first sample of the track is a key frame. */
    void add(long ticks, long offset) {
        if (seen++ % every != 0) {
            return;
        }
        if (count == MOST) {
            thin();
            if ((seen - 1) % every != 0) {
                return;
            }
        }
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        times[count] = ticks;
        offsets[count++] = offset;
    }

    private void thin() {
        for (int i = 0; i < count; i += 2) {
            times[i / 2] = times[i];
            offsets[i / 2] = offsets[i];
        }
        count = (count + 1) / 2;
        every *= 2;
    }

    byte[] print(int trafNumber) {
        var out = new BoxWriter(64 + count * ENTRY_SIZE);
        out.begin("mfra").begin("tfra", 1, 0).u32(trackId).u32(0).u32(count);
        for (int i = 0; i < count; i++) {
            out.u64(times[i]).u64(offsets[i]).u8(trafNumber).u8(1).u8(1);
        }
        out.end();
        int size = out.position() + 16;
        out.begin("mfro", 0, 0).u32(size).end().end();
        return out.take();
    }
}
