package io.sipcast.bench.peers;

import java.util.Arrays;

/**
 * When each audio packet of one call left, the last minute of it. Samples are counted at 8 kHz from
 * the call's first one, without end; one thread writes, any thread reads.
 */
public final class SendLog {
    /** 61 s of packets. */
    private static final int MOST = 3072;

    private static final int FIRST = 64;

    private final SoundLoop loop;
    private final int offset;
    private long[] nanos = new long[FIRST];
    private long packets;

    /**
     * A call's log.
     *
     * @param offset which sample of the loop is the first
     */
    SendLog(SoundLoop loop, int offset) {
        this.loop = loop;
        this.offset = offset;
    }

    /** The next packet left. */
    synchronized void left(long nowNanos) {
        int at = (int) (packets % MOST);
        if (at == nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.min(MOST, 2 * nanos.length));
        }
        nanos[at] = nowNanos;
        packets++;
    }

    /** The first sample that is still remembered. */
    public synchronized long firstSample() {
        return Math.max(0, packets - MOST) * SoundLoop.PACKET_SAMPLES;
    }

    /** The first sample that has not left yet. */
    public synchronized long endSample() {
        return packets * SoundLoop.PACKET_SAMPLES;
    }

    /** Whether {@link #sentNanos} knows it. */
    public synchronized boolean remembers(long sample8k) {
        return sample8k >= firstSample() && sample8k < endSample();
    }

    /**
     * When the packet with this sample left.
     *
     * @throws IllegalArgumentException when it is not remembered, or has not left
     */
    public synchronized long sentNanos(long sample8k) {
        if (!remembers(sample8k)) {
            throw new IllegalArgumentException(
                    "sample %d is not from %d to %d"
                            .formatted(sample8k, firstSample(), endSample()));
        }
        return nanos[(int) (sample8k / SoundLoop.PACKET_SAMPLES % MOST)];
    }

    /** The last packet's first sample of those that left by then; -1 when none did. */
    synchronized long lastBefore(long atNanos) {
        long low = Math.max(0, packets - MOST) - 1;
        long high = packets - 1;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (nanos[(int) (middle % MOST)] <= atNanos) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low < 0 ? -1 : low * SoundLoop.PACKET_SAMPLES;
    }

    /** The sample itself, as a receiver decodes it; those before the call are nought. */
    public short sample(long sample8k) {
        return sample(loop.samples(), sample8k);
    }

    /** Likewise, but only its lower half: {@link SoundLoop#voice}. */
    short voice(long sample8k) {
        return sample(loop.voice(), sample8k);
    }

    private short sample(short[] of, long sample8k) {
        return sample8k < 0 ? 0 : of[(int) ((offset + sample8k) % of.length)];
    }
}
