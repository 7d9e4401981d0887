package io.sipcast.rtp.srtp;

/**
 * Which of the last {@value #SIZE} packets have come, RFC 3711 §3.3.2. A picture may be hundreds of
 * packets, and what is asked for again comes late: 64 would be the least.
 */
final class ReplayWindow {
    static final int SIZE = 1024;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /** The highest index so far; -1 before the first. */
    long highest() {
        return highest;
    }

    /** Whether the packet is new. */
    boolean admits(long index) {
        if (index > highest) {
            return true;
        }
        return highest - index < SIZE && (seen[word(index)] & bit(index)) == 0;
    }

    /** An authentic packet has come. */
    void add(long index) {
        if (index > highest) {
            long from = Math.max(highest + 1, index - SIZE + 1);
            for (long i = from; i <= index; i++) {
                seen[word(i)] &= ~bit(i);
            }
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    private static int word(long index) {
        return (int) (index % SIZE) / Long.SIZE;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
