package io.sipcast.rtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which missing packets to ask for now, RFC 4585 §6.2.1: each as soon as a tick finds it missing,
 * and again while it holds others back.
 */
public final class NackRequests {
    /** A request, or what it brought, may be lost too. */
    static final Duration REPEAT = Duration.ofMillis(40);

    /** More are missing in an outage, which asking would only prolong. */
    static final int MAX_REQUESTS = 64;

    private static final int NEVER = -1;

    private final int[] missing = new int[MAX_REQUESTS];
    private final int[] askedSequences = new int[MAX_REQUESTS];
    private final long[] askedNanos = new long[MAX_REQUESTS];
    private long requests;

    public NackRequests() {
        Arrays.fill(askedSequences, NEVER);
    }

    /** The sequence numbers for a NACK, in order; empty most of the time. */
    public List<Integer> due(JitterBuffer buffer, long nowNanos) {
        if (buffer.size() == 0) {
            return List.of();
        }
        int count = buffer.missing(missing);
        List<Integer> due = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (ask(missing[i], nowNanos)) {
                due.add(missing[i]);
            }
        }
        requests += due.size();
        return due;
    }

    /** Packets asked for, repetitions too. */
    public long requests() {
        return requests;
    }

    private boolean ask(int sequence, long nowNanos) {
        int slot = sequence % MAX_REQUESTS;
        if (askedSequences[slot] == sequence && nowNanos - askedNanos[slot] < REPEAT.toNanos()) {
            return false;
        }
        askedSequences[slot] = sequence;
        askedNanos[slot] = nowNanos;
        return true;
    }
}
