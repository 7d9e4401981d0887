package io.sipcast.media;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What came while nobody listened: packets in their order, and where the timeline has put each of
 * them. Who comes is to hear the last moments of it, so it is kept as far back as that, with some
 * more for decoders that have to find in; bounded in packets and bytes. Owned by one thread.
 */
final class Undecoded {
    /** More than decoders need (RFC 7587 §4.2 speaks of 80 ms), and some packets of any length. */
    static final long LEAD_NANOS = 250_000_000L;

    static final int MOST_PACKETS = 512; // 10 s in packets of 20 ms
    static final int MOST_BYTES = 1 << 18;

    /**
     * A packet on the timeline.
     *
     * @param item with what was lost just before it
     * @param zeroNanos stream time of its first sample, even if that comes too late
     * @param startNanos stream time of the first one that comes in time
     */
    record Placed(OrderedPacket item, double zeroNanos, double startNanos) {
        int bytes() {
            return item.packet().bytes().length;
        }
    }

    private final Deque<Placed> packets = new ArrayDeque<>();
    private int bytes;
    private boolean whole = true;
    private double sinceNanos;
    private double fromNanos;

    void add(Placed placed) {
        packets.add(placed);
        bytes += placed.bytes();
        while (packets.size() > MOST_PACKETS || bytes > MOST_BYTES) {
            removeFirst();
        }
    }

    /** Keeps what is heard at this stream time and after it. */
    void forgetBefore(long nanos) {
        limit((double) (nanos - LEAD_NANOS));
        while (packets.size() > 1 && second().zeroNanos() <= fromNanos) {
            removeFirst();
        }
    }

    private Placed second() {
        var all = packets.iterator();
        all.next();
        return all.next();
    }

    private void removeFirst() {
        bytes -= packets.removeFirst().bytes();
        whole = false;
    }

    /** Takes the first one out; null when there is none. */
    @Nullable Placed poll() {
        Placed first = packets.poll();
        bytes -= first == null ? 0 : first.bytes();
        return first;
    }

    /** Whether nothing of what has come since {@link #begin} is missing. */
    boolean isWhole() {
        return whole;
    }

    /** From this stream time on. */
    void begin(double nanos) {
        clear();
        whole = true;
        sinceNanos = nanos;
        fromNanos = nanos;
    }

    /** Nothing of what has come so far is heard. */
    void clear() {
        packets.clear();
        bytes = 0;
        whole = false;
    }

    /** Nothing before this stream time is heard. */
    void limit(double nanos) {
        fromNanos = Math.max(fromNanos, nanos);
    }

    /** From which stream time on it is heard. */
    double fromNanos() {
        return fromNanos;
    }

    /** From which stream time on there is something; infinite where there is nothing. */
    double beginNanos() {
        Placed first = packets.peek();
        double nanos = first == null ? Double.POSITIVE_INFINITY : first.startNanos();
        return Math.max(whole ? sinceNanos : nanos, fromNanos);
    }

    int bytes() {
        return bytes;
    }

    int size() {
        return packets.size();
    }
}
