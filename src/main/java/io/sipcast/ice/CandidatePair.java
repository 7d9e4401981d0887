package io.sipcast.ice;

import org.jspecify.annotations.Nullable;

/** A component of ours with a candidate of the peer's, RFC 8445 §6.1.2. */
final class CandidatePair {
    enum State {
        FROZEN,
        WAITING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    private final IcePort port;
    private final Candidate remote;
    private State state = State.FROZEN;
    private boolean nominated;
    private @Nullable TransportAddress mapped;
    private long roundTripNanos = -1;

    CandidatePair(IcePort port, Candidate remote) {
        this.port = port;
        this.remote = remote;
    }

    int component() {
        return port.component();
    }

    Candidate remote() {
        return remote;
    }

    /** Ours has one only. */
    String foundation() {
        return remote.foundation();
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    boolean isOpen() {
        return state != State.SUCCEEDED && state != State.FAILED;
    }

    /** The controlling side has chosen it, or we are about to. */
    boolean nominated() {
        return nominated;
    }

    void nominate(boolean on) {
        nominated = on;
    }

    /**
     * A check went both ways.
     *
     * @param seen how the peer sees us
     * @param tookNanos -1 when the request went out more than once
     */
    void succeed(TransportAddress seen, long tookNanos) {
        state = State.SUCCEEDED;
        mapped = seen;
        roundTripNanos = tookNanos < 0 ? roundTripNanos : tookNanos;
    }

    /** RFC 8445 §6.1.2.3. */
    long priority(boolean controlling) {
        long ours = CandidateType.HOST.priority(component());
        long g = controlling ? ours : remote.priority();
        long d = controlling ? remote.priority() : ours;
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    IceReport.Pair report() {
        return new IceReport.Pair(
                component(),
                (mapped == null ? port.base() : mapped).toString(),
                remote.address().toString(),
                remote.type().token(),
                roundTripNanos < 0 ? -1 : Math.round(roundTripNanos / 1e6));
    }
}
