package io.sipcast.rtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which missing packets to ask for now, RFC 4585 §6.2.1: each when a tick finds it missing, and
 * again when what was asked for should have come; not when it could no longer come in time.
 */
public final class NackRequests {
    /** Between asks for the same packet at least, and while the round trip is unknown. */
    static final Duration REPEAT = Duration.ofMillis(40);

    static final Duration REPEAT_UNKNOWN = Duration.ofMillis(100);

    /** A request, or what it brought, may be lost too; then it is the network that has no room. */
    static final int MAX_TRIES = 4;

    /** More are missing in an outage, which asking would only prolong. */
    static final int MAX_REQUESTS = 64;

    private static final int SLOTS = JitterBuffer.CAPACITY;
    private static final int NONE = -1;

    private final int[] missing = new int[MAX_REQUESTS];
    private final int[] sequences = new int[SLOTS];
    private final long[] askedNanos = new long[SLOTS];
    private final int[] tries = new int[SLOTS];
    private long requests;
    private long repaired;

    public NackRequests() {
        Arrays.fill(sequences, NONE);
    }

    /**
     * The sequence numbers for a NACK, in order; empty most of the time.
     *
     * @param roundTripNanos negative while unknown
     */
    public List<Integer> due(JitterBuffer buffer, long nowNanos, long roundTripNanos) {
        RtpPacket held = buffer.held();
        if (held == null) {
            return List.of();
        }
        boolean tooLate = nowNanos + Math.max(0, roundTripNanos) - buffer.giveUpNanos() > 0;
        int count = buffer.missing(missing);
        List<Integer> due = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean first = (short) (missing[i] - held.sequence()) < 0;
            if (!(first && tooLate) && ask(missing[i], nowNanos, repeatNanos(roundTripNanos))) {
                due.add(missing[i]);
            }
        }
        requests += due.size();
        return due;
    }

    /** A packet came. */
    public void received(int sequence) {
        int slot = sequence % SLOTS;
        if (sequences[slot] == sequence) {
            sequences[slot] = NONE;
            repaired++;
        }
    }

    /** The packets that come are of another source. */
    public void restart() {
        Arrays.fill(sequences, NONE);
    }

    /** Packets asked for, repetitions too. */
    public long requests() {
        return requests;
    }

    /** Packets that came after they had been asked for. */
    public long repaired() {
        return repaired;
    }

    private static long repeatNanos(long roundTripNanos) {
        return roundTripNanos < 0
                ? REPEAT_UNKNOWN.toNanos()
                : Math.max(REPEAT.toNanos(), roundTripNanos + roundTripNanos / 4);
    }

    private boolean ask(int sequence, long nowNanos, long repeatNanos) {
        int slot = sequence % SLOTS;
        boolean again = sequences[slot] == sequence;
        if (again && (tries[slot] >= MAX_TRIES || nowNanos - askedNanos[slot] < repeatNanos)) {
            return false;
        }
        sequences[slot] = sequence;
        askedNanos[slot] = nowNanos;
        tries[slot] = again ? tries[slot] + 1 : 1;
        return true;
    }
}
