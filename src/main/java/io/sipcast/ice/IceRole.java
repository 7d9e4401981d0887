package io.sipcast.ice;

import java.util.random.RandomGenerator;

/** Which of the two nominates, the same for all media of a call: RFC 8445 §6.1.1 and §7.3.1.1. */
final class IceRole {
    private final RandomGenerator random;
    private boolean controlling;
    private long tieBreaker;

    IceRole(RandomGenerator random) {
        this.random = random;
        this.tieBreaker = random.nextLong();
    }

    boolean controlling() {
        return controlling;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    void become(boolean nowControlling) {
        controlling = nowControlling;
    }

    /**
     * Both want the same, and the larger tie-breaker controls.
     *
     * @return whether the peer is to be told with a 487; else we have given in
     */
    boolean keepsAgainst(long theirs) {
        boolean larger = Long.compareUnsigned(tieBreaker, theirs) >= 0;
        boolean keeps = controlling == larger;
        if (!keeps) {
            controlling = !controlling;
        }
        return keeps;
    }

    /** The peer said 487 to a request that we made in this role. */
    void conflict(boolean claimed) {
        if (claimed == controlling) {
            controlling = !controlling;
            tieBreaker = random.nextLong();
        }
    }
}
