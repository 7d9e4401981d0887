package io.sipcast.bench.peers;

import java.net.InetSocketAddress;

/**
 * Many callees behind one SIP address (UDP): each INVITE is answered at once, media flows until its
 * BYE. Thread safe.
 */
public final class LoadCallee implements AutoCloseable {
    public LoadCallee(Load load) {
        throw new UnsupportedOperationException(load.toString());
    }

    /** Where it is called; any user will do, and tells the calls apart. */
    public InetSocketAddress sip() {
        throw new UnsupportedOperationException();
    }

    /** How many calls are going on. */
    public int calls() {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends without SIP: call i has its sound at {@code firstPort + 4 i} and its pictures two ports
     * above.
     */
    public void sendTo(int calls, int firstPort) {
        throw new UnsupportedOperationException();
    }

    /** What a receiver of call i of {@link #sendTo} needs to know, as SDP. */
    public String sdp(int call, int firstPort) {
        throw new UnsupportedOperationException();
    }

    /** Ends what {@link #sendTo} began; calls over SIP go on. */
    public void stopSending() {
        throw new UnsupportedOperationException();
    }

    /**
     * What was sent to a call, also when it has ended.
     *
     * @param user of the URI that was called; {@code c12} for call 12 of {@link #sendTo}
     * @throws IllegalArgumentException when there was none
     */
    public SendLog sent(String user) {
        throw new UnsupportedOperationException();
    }

    /** Of all packets of sound since the start, or since {@link #forgetLateness}. */
    public Lateness lateness() {
        throw new UnsupportedOperationException();
    }

    public void forgetLateness() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
