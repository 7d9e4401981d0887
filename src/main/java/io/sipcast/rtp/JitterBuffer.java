package io.sipcast.rtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts the packets of one track back in order. A packet in order leaves at once; behind a gap
 * packets wait for the missing ones, up to the target, and then go on without them. The target
 * follows how late packets were that were overtaken.
 *
 * <p>Call {@link #poll} until it is null after each {@link #put} and on each tick. After each
 * packet {@link #lost()} and {@link #restarted()} tell what went before it.
 *
 * <p>Another SSRC or a jump in the sequence is followed once two packets confirm it (RFC 3550 A.1,
 * but other packets may be between the two): a stray packet resets nothing, and of a new source
 * none is lost. What still comes of the one before is late.
 */
public final class JitterBuffer {
    /** Packets that may wait, and how far ahead is a jump. A power of two. */
    static final int CAPACITY = 512;

    /** How far behind is a jump, not late: MAX_MISORDER of RFC 3550 A.1. */
    static final int MAX_MISORDER = 100;

    /** How far from each other the two may be that confirm a source. */
    private static final int NEAR = 8;

    /** How long packets of a source may be on their way when another is followed. */
    private static final long LEAVING_NANOS = 250_000_000L;

    private static final int MASK = CAPACITY - 1;

    private final JitterTarget target;

    /** By index: the sequence number without wraps and jumps, always above 0. */
    private final @Nullable RtpPacket[] waiting = new @Nullable RtpPacket[CAPACITY];

    /** The index that each slot held last: tells a duplicate from a late packet. */
    private final long[] taken = new long[CAPACITY];

    /** When the packet came that each slot held last. */
    private final long[] arrivals = new long[CAPACITY];

    private final SequenceExtender sequences = new SequenceExtender();
    private boolean started;
    private int ssrc;
    private int leftSsrc;
    private long leftNanos;
    private long shift = 1 << 16;
    private long next;
    private long restartIndex;
    private int count;
    private long gapSinceNanos;
    private @Nullable RtpPacket suspect;

    private int lostSinceLast;
    private int lost;
    private boolean restartPending;
    private boolean restarted;
    private long lostTotal;
    private long duplicates;
    private long late;
    private long strays;
    private long restarts;

    /** An empty buffer that always waits this long for missing packets. */
    public JitterBuffer(Duration target) {
        this(new JitterTarget(target, target));
    }

    /**
     * An empty buffer.
     *
     * @param target how long a gap may hold packets back; it learns from what comes
     */
    public JitterBuffer(JitterTarget target) {
        this.target = target;
    }

    /** Takes a packet; its arrival time is the time now. */
    public void put(RtpPacket packet) {
        if (!started) {
            start(packet);
        } else if (!belongs(packet)) {
            if (isLeaving(packet)) {
                late++;
                return;
            }
            RtpPacket other = suspect;
            if (other == null || !confirms(other, packet)) {
                strays += other == null ? 0 : 1;
                suspect = packet;
                return;
            }
            restart(distance(other, packet) > 0 ? other : packet, packet.arrivalNanos());
            insert(other);
        }
        insert(packet);
    }

    /** The next packet, or null while there is none or a gap before it may still close. */
    public @Nullable RtpPacket poll(long nowNanos) {
        if (count == 0) {
            return null;
        }
        if (waiting[slot(next)] == null) {
            if (nowNanos - gapSinceNanos < target.nanos(nowNanos)) {
                return null;
            }
            giveUpGap();
        }
        return take();
    }

    /** The first of the packets that wait behind a gap; null when none does. */
    public @Nullable RtpPacket held() {
        for (long i = next; count > 0; i++) {
            RtpPacket packet = waiting[slot(i)];
            if (packet != null) {
                return packet;
            }
        }
        return null;
    }

    /** Waits no longer for what is missing before {@link #held}: it is polled next. */
    public void giveUpGap() {
        while (count > 0 && waiting[slot(next)] == null) {
            miss();
        }
    }

    /** When the packets that wait now go on without what is missing, unless that changes. */
    public long giveUpNanos() {
        return gapSinceNanos + target.nanos();
    }

    /** How long a gap may hold packets back. */
    public JitterTarget target() {
        return target;
    }

    /** How many packets are missing just before the one polled last. */
    public int lost() {
        return lost;
    }

    /** Whether the packet polled last is the first of another source, or after a jump. */
    public boolean restarted() {
        return restarted;
    }

    /**
     * What a NACK may ask for: sequence numbers of gaps that still hold packets back.
     *
     * @return how many were put into {@code out}, no more than fit, the oldest first
     */
    public int missing(int[] out) {
        int found = 0;
        long end = count == 0 ? 0 : sequences.highest() + shift;
        for (long i = Math.max(next, restartIndex); i < end && found < out.length; i++) {
            if (waiting[slot(i)] == null) {
                out[found++] = (int) (i - shift) & 0xFFFF;
            }
        }
        return found;
    }

    /** Packets that wait behind a gap. */
    public int size() {
        return count;
    }

    /** Packets never seen in time, in all. */
    public long lostTotal() {
        return lostTotal;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Packets that came after their place had been given up. */
    public long late() {
        return late;
    }

    /** Packets of another source or far off in the sequence, that no second packet confirmed. */
    public long strays() {
        return strays;
    }

    /** How often another source or a jump was followed. */
    public long restarts() {
        return restarts;
    }

    private void start(RtpPacket first) {
        started = true;
        ssrc = first.ssrc();
        next = sequences.near(first.sequence()) + shift;
        restartIndex = next;
    }

    private boolean belongs(RtpPacket packet) {
        long ahead = sequences.near(packet.sequence()) - sequences.highest();
        return packet.ssrc() == ssrc && ahead < CAPACITY && ahead > -MAX_MISORDER;
    }

    private static boolean confirms(RtpPacket one, RtpPacket other) {
        int distance = distance(one, other);
        return one.ssrc() == other.ssrc() && distance != 0 && Math.abs(distance) <= NEAR;
    }

    private static int distance(RtpPacket from, RtpPacket to) {
        return (short) (to.sequence() - from.sequence());
    }

    private boolean isLeaving(RtpPacket packet) {
        return restarts > 0
                && packet.ssrc() != ssrc
                && packet.ssrc() == leftSsrc
                && packet.arrivalNanos() - leftNanos < LEAVING_NANOS;
    }

    /** The new source continues the indexes of the old one, whose packets may still wait. */
    private void restart(RtpPacket first, long nowNanos) {
        suspect = null;
        leftSsrc = ssrc;
        leftNanos = nowNanos;
        restartIndex = sequences.highest() + shift + 1;
        sequences.reset();
        ssrc = first.ssrc();
        shift = restartIndex - first.sequence();
        restartPending = true;
        restarts++;
    }

    private void insert(RtpPacket packet) {
        long index = sequences.extend(packet.sequence()) + shift;
        if (taken[slot(index)] == index) {
            duplicates++;
            return;
        }
        learn(index, packet.arrivalNanos());
        if (index < Math.max(next, restartIndex)) {
            late++;
            return;
        }
        makeRoom(index);
        if (count == 0) {
            gapSinceNanos = packet.arrivalNanos();
        }
        waiting[slot(index)] = packet;
        taken[slot(index)] = index;
        arrivals[slot(index)] = packet.arrivalNanos();
        count++;
    }

    /** A packet that was overtaken is as late as it came after the first one beyond it. */
    private void learn(long index, long arrivalNanos) {
        long end = Math.min(sequences.highest() + shift, index + CAPACITY - 1);
        long first = arrivalNanos;
        for (long i = Math.max(index + 1, restartIndex); i <= end; i++) {
            if (taken[slot(i)] == i && arrivals[slot(i)] - first < 0) {
                first = arrivals[slot(i)];
            }
        }
        if (first != arrivalNanos) {
            target.add(arrivalNanos - first, arrivalNanos);
        }
    }

    private void makeRoom(long index) {
        if (index - next < CAPACITY) {
            return;
        }
        while (index - next >= CAPACITY) {
            if (waiting[slot(next)] != null) {
                waiting[slot(next)] = null;
                count--;
            }
            miss();
        }
        findGap();
    }

    private void miss() {
        next++;
        lostSinceLast++;
        lostTotal++;
    }

    private @Nullable RtpPacket take() {
        RtpPacket packet = waiting[slot(next)];
        waiting[slot(next)] = null;
        count--;
        restarted = restartPending && next >= restartIndex;
        restartPending &= !restarted;
        lost = lostSinceLast;
        lostSinceLast = 0;
        next++;
        findGap();
        return packet;
    }

    /** A gap is as old as the first packet that came after it; all of those wait. */
    private void findGap() {
        if (count == 0 || waiting[slot(next)] != null) {
            return;
        }
        int left = count;
        long oldest = Long.MAX_VALUE;
        for (long i = next; left > 0; i++) {
            RtpPacket packet = waiting[slot(i)];
            if (packet != null) {
                oldest = Math.min(oldest, packet.arrivalNanos());
                left--;
            }
        }
        gapSinceNanos = oldest;
    }

    private static int slot(long index) {
        return (int) index & MASK;
    }
}
