package io.sipcast.ice;

import io.sipcast.bytes.Bytes;
import java.time.Duration;

/** A request of ours that is not answered yet, and when it goes out again: RFC 8489 §6.2.1. */
final class Check {
    /** What it is for. */
    enum Purpose {
        CONNECTIVITY,
        NOMINATION,
        /** Goes out once, RFC 7675 §5.1. */
        CONSENT
    }

    private static final int MOST_SENDS = 7; // Rc
    private static final int LAST_WAIT = 16; // Rm
    private static final long CONSENT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Bytes transactionId;
    private final CandidatePair pair;
    private final Purpose purpose;
    private final boolean controlling;
    private final byte[] datagram;
    private final long firstNanos;
    private final long rtoNanos;
    private long nextNanos;
    private long waitNanos;
    private int sends = 1;
    private boolean cancelled;

    /** It goes out now, in this role. */
    Check(
            Bytes transactionId,
            CandidatePair pair,
            Purpose purpose,
            boolean controlling,
            byte[] datagram,
            long nowNanos,
            long rtoNanos) {
        this.transactionId = transactionId;
        this.pair = pair;
        this.purpose = purpose;
        this.controlling = controlling;
        this.datagram = datagram;
        this.firstNanos = nowNanos;
        this.rtoNanos = rtoNanos;
        this.waitNanos = purpose == Purpose.CONSENT ? CONSENT_NANOS : rtoNanos;
        this.nextNanos = nowNanos + waitNanos;
    }

    Bytes transactionId() {
        return transactionId;
    }

    CandidatePair pair() {
        return pair;
    }

    Purpose purpose() {
        return purpose;
    }

    boolean controlling() {
        return controlling;
    }

    byte[] datagram() {
        return datagram;
    }

    /** It is not sent again, but may still be answered. */
    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether it is to be sent again now; then it counts as sent. */
    boolean repeats(long nowNanos) {
        boolean due =
                !cancelled
                        && purpose != Purpose.CONSENT
                        && sends < MOST_SENDS
                        && nowNanos - nextNanos >= 0;
        if (due) {
            sends++;
            waitNanos = sends == MOST_SENDS ? LAST_WAIT * rtoNanos : 2 * waitNanos;
            nextNanos = nowNanos + waitNanos;
        }
        return due;
    }

    /** Whether no answer is waited for any more. */
    boolean expired(long nowNanos) {
        boolean last = cancelled || purpose == Purpose.CONSENT || sends == MOST_SENDS;
        return last && nowNanos - nextNanos >= 0;
    }

    /** From the request to its answer; -1 when it is unknown to which of several. */
    long roundTripNanos(long nowNanos) {
        return sends == 1 ? nowNanos - firstNanos : -1;
    }
}
